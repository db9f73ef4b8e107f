// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title A token that says yes and does nothing
/// @notice Its `transferFrom` moves nothing, logs nothing and returns true.
contract LyingToken is PlainToken {
  /// @notice Does nothing.
  /// @return Always true.
  function transferFrom(address, address, uint256) public pure override returns (bool) {
    return true;
  }
}
