// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title A token that says no without reverting
/// @notice Its `transfer` and `transferFrom` move nothing and return false.
contract FalseToken is PlainToken {
  /// @notice Does nothing.
  /// @return Always false.
  function transfer(address, uint256) public pure override returns (bool) {
    return false;
  }

  /// @notice Does nothing.
  /// @return Always false.
  function transferFrom(address, address, uint256) public pure override returns (bool) {
    return false;
  }
}
