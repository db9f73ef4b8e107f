// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title A smart-contract wallet that thinks for long
/// @notice Takes any signature for its own (ERC-1271), and uses 250,000 gas to find out.
contract SlowWallet is IERC1271 {
  uint256 private constant _THOUGHT = 250_000;

  /// @inheritdoc IERC1271
  function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
    uint256 turns = 0;
    uint256 until = gasleft() - _THOUGHT;
    while (gasleft() > until) ++turns;
    return IERC1271.isValidSignature.selector;
  }
}
