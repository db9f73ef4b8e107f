// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITipRouter} from "../ITipRouter.sol";

/// @title Token call
/// @notice Calls to a token that may fail without failing whoever makes them.
/// @dev Solidity's `try` gives up on a token that returns nothing, a plain `call` copies whatever is returned, however
/// long, and both need memory anew for every call. This is why here there is assembly. It writes nothing to memory that
/// outlives a call, and reads at most one word of an answer.
///
/// By EIP-150 a call receives at most 63 of 64 parts of what is left. Each call here has a fixed stipend, and what it
/// takes to give it has to be there first. So whoever sends less gas than would be enough makes all fail, not the
/// payments of his choice.
///
/// A call has done what was asked if it was answered by true or by nothing. Nothing is what an address without code
/// answers too, so whoever calls has looked before whether there is code.
library TokenCall {
  /// @dev What sending a tip may use. A transfer of USDC to an account that never held it uses a quarter of it.
  uint256 private constant _PAYMENT = 200_000;

  /// @dev What using an authorization may use: a payment, and what a contract wallet needs to know its signature.
  uint256 private constant _AUTHORIZATION = 400_000;

  /// @dev What the call itself costs, at most: the first call of an account is 2,600, and some for what is around it.
  uint256 private constant _OVERHEAD = 7_000;

  uint256 private constant _GAS_BEFORE_PAYMENT = (_PAYMENT * 64) / 63 + _OVERHEAD;
  uint256 private constant _GAS_BEFORE_AUTHORIZATION = (_AUTHORIZATION * 64) / 63 + _OVERHEAD;

  // solhint-disable no-inline-assembly

  /// @notice Sends tokens of the router (ERC-20, `transfer`).
  /// @param token The ERC-20 token.
  /// @param to Who receives them.
  /// @param amount How much, in base units of the token.
  /// @return done Whether the token did it.
  function tryTransfer(address token, address to, uint256 amount) internal returns (bool done) {
    _demandGas(_GAS_BEFORE_PAYMENT);

    assembly ("memory-safe") {
      // 68 bytes from 0x00 on, whose end covers the highest bytes of the free memory pointer.
      let free := mload(0x40)
      mstore(0x00, 0xa9059cbb00000000000000000000000000000000000000000000000000000000)
      mstore(0x04, to)
      mstore(0x24, amount)
      done := call(_PAYMENT, token, 0, 0x00, 0x44, 0x00, 0x20)
      done := and(done, or(and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1)), iszero(returndatasize())))
      mstore(0x40, free)
    }
  }

  /// @notice Sends tokens of whoever approved the router (ERC-20, `transferFrom`).
  /// @param token The ERC-20 token.
  /// @param from Whose tokens they are.
  /// @param to Who receives them.
  /// @param amount How much, in base units of the token.
  /// @return done Whether the token did it.
  function tryTransferFrom(address token, address from, address to, uint256 amount) internal returns (bool done) {
    _demandGas(_GAS_BEFORE_PAYMENT);

    assembly ("memory-safe") {
      // 100 bytes from 0x00 on, which cover the free memory pointer and begin the word that is always zero.
      let free := mload(0x40)
      mstore(0x00, 0x23b872dd00000000000000000000000000000000000000000000000000000000)
      mstore(0x04, from)
      mstore(0x24, to)
      mstore(0x44, amount)
      done := call(_PAYMENT, token, 0, 0x00, 0x64, 0x00, 0x20)
      done := and(done, or(and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1)), iszero(returndatasize())))
      mstore(0x40, free)
      mstore(0x60, 0)
    }
  }

  /// @notice Uses an authorization that pays its payee (ERC-3009, `transferWithAuthorization` with bytes).
  /// @param token The token.
  /// @param tip What its payer signed, beside the nonce.
  /// @param nonce The nonce.
  /// @return done Whether the token did it.
  function tryAuthorized(
    address token,
    ITipRouter.AuthorizedTip calldata tip,
    bytes32 nonce
  ) internal returns (bool done) {
    _demandGas(_GAS_BEFORE_AUTHORIZATION);
    bytes calldata signature = tip.signature;
    uint256 start;
    assembly ("memory-safe") {
      start := mload(0x40)
      mstore(start, 0xcf09299500000000000000000000000000000000000000000000000000000000)
      // Payer, payee and amount are in this order in both.
      calldatacopy(add(start, 0x04), tip, 0x60)
      mstore(add(start, 0x84), calldataload(add(tip, 0x80)))
    }
    uint256 size = _endAuthorization(start, nonce, signature);

    assembly ("memory-safe") {
      done := call(_AUTHORIZATION, token, 0, start, size, 0x00, 0x20)
      done := and(done, or(and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1)), iszero(returndatasize())))
    }
  }

  /// @notice Uses an authorization that pays the router (ERC-3009, `receiveWithAuthorization` with bytes), or fails as
  /// the token does.
  /// @param token The token.
  /// @param payer Who signed it.
  /// @param amount How much, in base units of the token.
  /// @param validBefore Until when it counts, in seconds since 1970.
  /// @param nonce The nonce.
  /// @param signature The payer's.
  function receiveAuthorized(
    address token,
    address payer,
    uint256 amount,
    uint256 validBefore,
    bytes32 nonce,
    bytes calldata signature
  ) internal {
    uint256 start;
    assembly ("memory-safe") {
      start := mload(0x40)
      mstore(start, 0x88b7ab6300000000000000000000000000000000000000000000000000000000)
      mstore(add(start, 0x04), payer)
      mstore(add(start, 0x24), address())
      mstore(add(start, 0x44), amount)
      mstore(add(start, 0x84), validBefore)
    }
    uint256 size = _endAuthorization(start, nonce, signature);

    assembly ("memory-safe") {
      if iszero(call(gas(), token, 0, start, size, 0x00, 0x00)) {
        returndatacopy(start, 0x00, returndatasize())
        revert(start, returndatasize())
      }
    }
  }

  /// @notice What the router holds of a token.
  /// @param token The ERC-20 token.
  /// @return held Its balance, in base units of the token.
  function balanceOf(address token) internal view returns (uint256 held) {
    bool answered;
    assembly ("memory-safe") {
      mstore(0x00, 0x70a0823100000000000000000000000000000000000000000000000000000000)
      mstore(0x04, address())
      answered := and(gt(returndatasize(), 0x1f), staticcall(gas(), token, 0x00, 0x24, 0x00, 0x20))
      held := mload(0x00)
    }
    if (!answered) revert ITipRouter.TokenHasNoBalance(token);
  }

  function _demandGas(uint256 needed) private view {
    uint256 left = gasleft();
    if (left < needed) revert ITipRouter.GasTooLow(left, needed);
  }

  /// @dev Puts the second half of an authorization's calldata behind the first: valid after 0, nonce, signature.
  function _endAuthorization(
    uint256 start,
    bytes32 nonce,
    bytes calldata signature
  ) private pure returns (uint256 size) {
    assembly ("memory-safe") {
      mstore(add(start, 0x64), 0)
      mstore(add(start, 0xa4), nonce)
      mstore(add(start, 0xc4), 0xe0)
      mstore(add(start, 0xe4), signature.length)
      let end := add(add(start, 0x104), signature.length)
      calldatacopy(add(start, 0x104), signature.offset, signature.length)
      // What is left of the last word is zero, so that a strict token takes it too.
      mstore(end, 0)
      size := add(0x104, and(add(signature.length, 0x1f), not(0x1f)))
    }
  }

  // solhint-enable no-inline-assembly
}
