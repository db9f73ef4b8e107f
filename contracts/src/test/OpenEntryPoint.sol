// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PackedUserOperation} from "@openzeppelin/contracts/interfaces/IERC4337.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

/// @title An entry point that believes everybody
/// @notice Executes user operations as the entry point of ERC-4337, version 0.7, does, without asking who signed them.
/// @dev For tests of what such a transaction looks like from outside: same function, same calls, same log. It checks no
/// signature and no nonce and pays nobody for gas, so whatever trusts it belongs to everybody.
contract OpenEntryPoint {
  /// @notice A user operation was executed.
  /// @dev In the entry point it names the operation by its hash; here by the hash of its calldata.
  /// @param userOpHash The operation.
  /// @param sender The wallet.
  /// @param paymaster Always zero here.
  /// @param nonce The operation's nonce.
  /// @param success Whether its call succeeded.
  /// @param actualGasCost Always zero here.
  /// @param actualGasUsed Always zero here.
  event UserOperationEvent(
    bytes32 indexed userOpHash,
    address indexed sender,
    address indexed paymaster,
    uint256 nonce,
    bool success,
    uint256 actualGasCost,
    uint256 actualGasUsed
  );

  /// @notice Nobody is named to be paid for the gas.
  /// @param beneficiary Who is named.
  error BeneficiaryIsZero(address beneficiary);

  /// @notice Executes user operations. One that fails fails alone.
  /// @param ops The operations.
  /// @param beneficiary Who is paid for the gas there. Here nobody is, and zero is refused as it is there.
  function handleOps(PackedUserOperation[] calldata ops, address payable beneficiary) external {
    if (beneficiary == address(0)) revert BeneficiaryIsZero(beneficiary);
    uint256 count = ops.length;
    for (uint256 i = 0; i < count; ++i) {
      PackedUserOperation calldata op = ops[i];
      bool success = LowLevelCall.callNoReturn(op.sender, op.callData);
      emit UserOperationEvent(keccak256(op.callData), op.sender, address(0), op.nonce, success, 0, 0);
    }
  }
}
