// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITipRouter} from "../ITipRouter.sol";

/// @title Terms
/// @notice The hash of all that a payer agrees to: chain, router, token, payees, amounts, references, fee and time.
/// @dev `hashStruct` of ERC-712. It does not name the payer: whatever carries it is his signature. The chain and the
/// router are part of it, so that it means nothing on another chain or to another router.
library Terms {
  /// @notice The type of the terms (ERC-712, `encodeType`).
  string internal constant TYPE =
    "Terms(uint256 chainId,address router,address token,address[] payees,uint256[] amounts,bytes32[] references,"
    "uint256 fee,address feeReceiver,uint256 validBefore,bytes32 salt)";

  bytes32 private constant _TYPEHASH = keccak256(bytes(TYPE));

  /// @notice The hash of terms with any number of payees.
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
    uint256 count = tips.length;
    address[] memory payees = new address[](count);
    uint256[] memory amounts = new uint256[](count);
    bytes32[] memory references = new bytes32[](count);
    for (uint256 i = 0; i < count; ++i) {
      ITipRouter.Tip calldata tip = tips[i];
      payees[i] = tip.payee;
      amounts[i] = tip.amount;
      references[i] = tip.paymentReference;
    }
    return
      keccak256(
        abi.encode(
          _TYPEHASH,
          block.chainid,
          address(this),
          token,
          keccak256(abi.encodePacked(payees)),
          keccak256(abi.encodePacked(amounts)),
          keccak256(abi.encodePacked(references)),
          fee,
          feeReceiver,
          validBefore,
          salt
        )
      );
  }

  /// @notice The hash of terms with one payee and no fee.
  /// @param token The ERC-20 token.
  /// @param tip Who is paid how much for what, until when, and the salt.
  /// @return The hash.
  function hashOfOne(address token, ITipRouter.AuthorizedTip calldata tip) internal view returns (bytes32) {
    return
      keccak256(
        abi.encode(
          _TYPEHASH,
          block.chainid,
          address(this),
          token,
          keccak256(abi.encode(tip.payee)),
          keccak256(abi.encode(tip.amount)),
          keccak256(abi.encode(tip.paymentReference)),
          0,
          address(0),
          tip.validBefore,
          tip.salt
        )
      );
  }
}
