// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITipRouter} from "../ITipRouter.sol";

/// @title Token call
/// @notice A call to a token that may fail without failing whoever makes it.
/// @dev Solidity's `try` gives up on a token that returns nothing, and a plain `call` copies whatever is returned,
/// however long. This is why here, and nowhere else, there is assembly.
library TokenCall {
  /// @notice What sending a tip may use. A transfer of USDC to an account that never held it uses a quarter of it.
  uint256 internal constant PAYMENT = 200_000;

  /// @notice What using an authorization may use: a payment, and what a contract wallet needs to know its signature.
  uint256 internal constant AUTHORIZATION = 400_000;

  /// @dev What the call itself costs, at most: the first call of an account is 2,600, and some for what is around it.
  uint256 private constant _OVERHEAD = 7_000;

  /// @notice Calls a token and says whether it did what was asked.
  /// @dev By EIP-150 a call receives at most 63 of 64 parts of what is left. Whoever sends less gas than would be
  /// enough makes all fail, not the payments of his choice.
  /// @param token The token.
  /// @param stipend The gas that it has for it: neither more nor less, whatever is left.
  /// @param data What is asked.
  /// @return done Whether the call went through and was answered by true, or by nothing from an address with code.
  function tryCall(address token, uint256 stipend, bytes memory data) internal returns (bool done) {
    uint256 left = gasleft();
    uint256 needed = (stipend * 64) / 63 + _OVERHEAD;
    if (left < needed) revert ITipRouter.GasTooLow(left, needed);

    // solhint-disable-next-line no-inline-assembly
    assembly ("memory-safe") {
      done := call(stipend, token, 0, add(data, 0x20), mload(data), 0x00, 0x20)
      if done {
        switch returndatasize()
        case 0 {
          done := gt(extcodesize(token), 0)
        }
        default {
          done := and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1))
        }
      }
    }
  }
}
