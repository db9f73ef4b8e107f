// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITipRouter} from "../ITipRouter.sol";

/// @title Tips
/// @notice Whether tips can arrive somewhere, and what they sum up to.
library Tips {
  /// @notice The most tips that one call may have.
  uint256 internal constant MOST = 200;

  /// @notice The most that tips may sum up to. Above it, a fee times a sum would not fit into a word.
  uint256 internal constant MOST_SUM = type(uint128).max;

  /// @notice Fails unless the token has code, there are 1 to 200 tips, each can arrive somewhere, and their sum is not
  /// too large.
  /// @dev All is looked at in one pass. Only if something is wrong a second one finds out what.
  /// @param token The ERC-20 token.
  /// @param tips The tips.
  /// @return sum What they sum up to, in base units of the token.
  function demand(address token, ITipRouter.Tip[] calldata tips) internal view returns (uint256 sum) {
    demandCall(token, tips.length);

    uint256 wrong = 0;
    // solhint-disable-next-line no-inline-assembly
    assembly ("memory-safe") {
      let end := add(tips.offset, mul(tips.length, 0x60))
      for {
        let at := tips.offset
      } lt(at, end) {
        at := add(at, 0x60)
      } {
        let payee := calldataload(at)
        let amount := calldataload(add(at, 0x20))
        // The payee is zero, the router, the token, or no address; the amount is zero or has more than 128 bits.
        wrong := or(wrong, or(or(iszero(payee), eq(payee, address())), or(eq(payee, token), shr(160, payee))))
        wrong := or(wrong, or(iszero(amount), shr(128, amount)))
        // No overflow unless something is wrong: 200 times 2^128 is far below 2^256.
        sum := add(sum, amount)
      }
      wrong := or(wrong, shr(128, sum))
    }
    if (wrong != 0) _refuse(token, tips);
  }

  /// @notice Fails unless a tip can arrive somewhere.
  /// @param token The ERC-20 token.
  /// @param payee Who is paid.
  /// @param amount How much, in base units of the token.
  function demandOne(address token, address payee, uint256 amount) internal view {
    if (canArrive(token, payee, amount)) return;
    if (payee == address(0)) revert ITipRouter.PayeeIsZero(payee);
    if (payee == address(this)) revert ITipRouter.PayeeIsRouter(payee);
    if (payee == token) revert ITipRouter.PayeeIsToken(payee, token);
    revert ITipRouter.AmountIsZero(amount);
  }

  /// @notice Whether a tip can arrive somewhere.
  /// @param token The ERC-20 token.
  /// @param payee Who is paid.
  /// @param amount How much, in base units of the token.
  /// @return can True if `demandOne` would not fail.
  function canArrive(address token, address payee, uint256 amount) internal view returns (bool can) {
    // Four comparisons without a jump between them.
    // solhint-disable-next-line no-inline-assembly
    assembly ("memory-safe") {
      let wrong := or(or(iszero(payee), eq(payee, address())), or(eq(payee, token), iszero(amount)))
      can := iszero(wrong)
    }
  }

  /// @notice Whether a tip that its payer has signed can arrive somewhere.
  /// @param token The ERC-20 token.
  /// @param tip The tip.
  /// @return can False if the payee is zero, the router, the token, or no address, or the amount is zero.
  function canArrive(address token, ITipRouter.AuthorizedTip calldata tip) internal view returns (bool can) {
    // solhint-disable-next-line no-inline-assembly
    assembly ("memory-safe") {
      let payee := calldataload(add(tip, 0x20))
      let wrong := or(or(iszero(payee), eq(payee, address())), or(eq(payee, token), shr(160, payee)))
      can := iszero(or(wrong, iszero(calldataload(add(tip, 0x40)))))
    }
  }

  /// @notice Fails unless there are 1 to 200 tips of a token that has code.
  /// @param token The ERC-20 token.
  /// @param count How many tips there are.
  function demandCall(address token, uint256 count) internal view {
    if (count == 0 || count > MOST) revert ITipRouter.TipCountOutOfRange(count, MOST);
    if (token.code.length == 0) revert ITipRouter.TokenHasNoCode(token);
  }

  /// @dev Says what is wrong with tips of which something is.
  function _refuse(address token, ITipRouter.Tip[] calldata tips) private view {
    uint256 sum = 0;
    uint256 count = tips.length;
    for (uint256 i = 0; i < count; ++i) {
      uint256 amount = tips[i].amount;
      demandOne(token, tips[i].payee, amount);
      sum = amount > type(uint256).max - sum ? type(uint256).max : sum + amount;
    }
    revert ITipRouter.SumTooLarge(sum, MOST_SUM);
  }
}
