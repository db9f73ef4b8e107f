// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title A smart-contract wallet of one owner
/// @notice Calls what its owner asks for, and takes the owner's signature for its own (ERC-1271).
contract Wallet is IERC1271 {
  using Address for address;

  address private immutable _OWNER;

  /// @notice The caller is not the owner.
  /// @param caller The caller.
  /// @param owner The owner.
  error CallerIsNotOwner(address caller, address owner);

  /// @notice Makes a wallet.
  /// @param owner Whose it is.
  constructor(address owner) {
    _OWNER = owner;
  }

  /// @notice Calls a contract.
  /// @param target Which.
  /// @param call The calldata.
  function execute(address target, bytes calldata call) external {
    if (msg.sender != _OWNER) revert CallerIsNotOwner(msg.sender, _OWNER);
    target.functionCall(call);
  }

  /// @inheritdoc IERC1271
  function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
    (address signer, , ) = ECDSA.tryRecoverCalldata(hash, signature);
    return signer == _OWNER ? IERC1271.isValidSignature.selector : bytes4(0);
  }
}
