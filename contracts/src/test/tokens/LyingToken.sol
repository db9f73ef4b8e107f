// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title A token that says yes and does nothing
/// @notice Its `transfer` and `transferFrom` move nothing, log nothing and return true.
contract LyingToken is PlainToken {
  /// @notice Does nothing.
  /// @return Always true.
  function transfer(address, uint256) public pure override returns (bool) {
    return true;
  }

  /// @notice Does nothing.
  /// @return Always true.
  function transferFrom(address, address, uint256) public pure override returns (bool) {
    return true;
  }
}
