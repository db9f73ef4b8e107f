// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title A smart-contract wallet as ERC-4337 has them
/// @notice Makes the calls that its owner or the entry point asks for, one at a time or several at once.
contract SmartAccount {
  address private immutable _OWNER;
  address private immutable _ENTRY_POINT;

  /// @notice The caller may not use this wallet.
  /// @param caller The caller.
  error CallerIsNotAllowed(address caller);

  /// @notice The lists of a batch are not of one length.
  /// @param targets How many targets there are.
  /// @param values How many values there are.
  /// @param calls How many calls there are.
  error BatchIsUneven(uint256 targets, uint256 values, uint256 calls);

  /// @notice Makes a wallet.
  /// @param owner Whose it is.
  /// @param entryPoint Who executes user operations.
  constructor(address owner, address entryPoint) {
    _OWNER = owner;
    _ENTRY_POINT = entryPoint;
  }

  /// @notice Takes native coin.
  receive() external payable {
    // It takes all.
  }

  /// @notice Makes a call.
  /// @param target Who is called.
  /// @param value The native coin that goes with it, in wei.
  /// @param call The calldata.
  function execute(address target, uint256 value, bytes calldata call) external {
    _demandAllowed();
    Address.functionCallWithValue(target, call, value);
  }

  /// @notice Makes several calls, all or none.
  /// @param targets Who is called.
  /// @param values The native coin that goes with each, in wei.
  /// @param calls The calldata of each.
  function executeBatch(address[] calldata targets, uint256[] calldata values, bytes[] calldata calls) external {
    _demandAllowed();
    uint256 count = targets.length;
    if (values.length != count || calls.length != count) revert BatchIsUneven(count, values.length, calls.length);
    for (uint256 i = 0; i < count; ++i) {
      Address.functionCallWithValue(targets[i], calls[i], values[i]);
    }
  }

  function _demandAllowed() private view {
    if (msg.sender != _OWNER && msg.sender != _ENTRY_POINT) revert CallerIsNotAllowed(msg.sender);
  }
}
