// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITipRouter} from "../ITipRouter.sol";

/// @title Terms
/// @notice The hash of all that a payer agrees to: chain, router, token, payees, amounts, references, fee and time.
/// @dev `hashStruct` of ERC-712. It does not name the payer: whatever carries it is his signature. The chain and the
/// router are part of it, so that it means nothing on another chain or to another router.
library Terms {
  /// @notice The end of the type that a payer signs for Permit2: the terms, and the types in the order of their names.
  string internal constant WITNESS_TYPE =
    "Terms witness)"
    "Terms(uint256 chainId,address router,address token,address[] payees,uint256[] amounts,bytes32[] references,"
    "uint256 fee,address feeReceiver,uint256 validBefore,bytes32 salt)"
    "TokenPermissions(address token,uint256 amount)";

  bytes32 private constant _TYPEHASH =
    keccak256(
      "Terms(uint256 chainId,address router,address token,address[] payees,uint256[] amounts,bytes32[] references,"
      "uint256 fee,address feeReceiver,uint256 validBefore,bytes32 salt)"
    );

  /// @notice The hash of terms with any number of payees.
  /// @dev A payee with more than 20 bytes would hash to other terms than are paid: whoever calls has read the payees as
  /// addresses before, which refuses him.
  /// @param token The ERC-20 token.
  /// @param tips Who is paid how much for what.
  /// @param fee What the platform takes beside the tips, in base units of the token.
  /// @param feeReceiver Who takes the fee.
  /// @param validBefore Until when the terms are valid, in seconds since 1970.
  /// @param salt The 32 bytes that make them unique.
  /// @return The hash.
  function hash(
    address token,
    ITipRouter.Tip[] calldata tips,
    uint256 fee,
    address feeReceiver,
    uint256 validBefore,
    bytes32 salt
  ) internal view returns (bytes32) {
    (bytes32 payees, bytes32 amounts, bytes32 references) = _hashColumns(tips);
    return _hash(token, payees, amounts, references, fee, feeReceiver, validBefore, salt);
  }

  /// @notice The hash of terms with one payee and no fee.
  /// @param token The ERC-20 token.
  /// @param tip Who is paid how much for what, until when, and the salt.
  /// @return The hash.
  function hashOfOne(address token, ITipRouter.AuthorizedTip calldata tip) internal view returns (bytes32) {
    (bytes32 payees, bytes32 amounts, bytes32 references) = _hashWords(tip);
    return _hash(token, payees, amounts, references, 0, address(0), tip.validBefore, tip.salt);
  }

  // solhint-disable no-inline-assembly

  function _hash(
    address token,
    bytes32 payees,
    bytes32 amounts,
    bytes32 references,
    uint256 fee,
    address feeReceiver,
    uint256 validBefore,
    bytes32 salt
  ) private view returns (bytes32 digest) {
    bytes32 typehash = _TYPEHASH;
    assembly ("memory-safe") {
      let start := mload(0x40)
      mstore(start, typehash)
      mstore(add(start, 0x20), chainid())
      mstore(add(start, 0x40), address())
      mstore(add(start, 0x60), token)
      mstore(add(start, 0x80), payees)
      mstore(add(start, 0xa0), amounts)
      mstore(add(start, 0xc0), references)
      mstore(add(start, 0xe0), fee)
      mstore(add(start, 0x100), feeReceiver)
      mstore(add(start, 0x120), validBefore)
      mstore(add(start, 0x140), salt)
      digest := keccak256(start, 0x160)
    }
  }

  /// @dev The hash of an array is that of its words one after another. A tip is three words, one for each array.
  function _hashColumns(
    ITipRouter.Tip[] calldata tips
  ) private pure returns (bytes32 payees, bytes32 amounts, bytes32 references) {
    assembly ("memory-safe") {
      let size := mul(tips.length, 0x20)
      let start := mload(0x40)
      let second := add(start, size)
      let third := add(second, size)
      let from := tips.offset
      for {
        let i := 0
      } lt(i, size) {
        i := add(i, 0x20)
      } {
        mstore(add(start, i), calldataload(from))
        mstore(add(second, i), calldataload(add(from, 0x20)))
        mstore(add(third, i), calldataload(add(from, 0x40)))
        from := add(from, 0x60)
      }
      payees := keccak256(start, size)
      amounts := keccak256(second, size)
      references := keccak256(third, size)
    }
  }

  /// @dev The same of three arrays with one word each.
  function _hashWords(
    ITipRouter.AuthorizedTip calldata tip
  ) private pure returns (bytes32 payees, bytes32 amounts, bytes32 references) {
    assembly ("memory-safe") {
      mstore(0x00, calldataload(add(tip, 0x20)))
      payees := keccak256(0x00, 0x20)
      mstore(0x00, calldataload(add(tip, 0x40)))
      amounts := keccak256(0x00, 0x20)
      mstore(0x00, calldataload(add(tip, 0x60)))
      references := keccak256(0x00, 0x20)
    }
  }
  // solhint-enable no-inline-assembly
}
