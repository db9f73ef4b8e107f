// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title A token that takes any permit and permits nothing
/// @notice As a token does whose fallback function answers calls that it does not know.
contract FakePermitToken is PlainToken {
  /// @notice Does nothing.
  function permit(address, address, uint256, uint256, uint8, bytes32, bytes32) external pure {
    return;
  }
}
