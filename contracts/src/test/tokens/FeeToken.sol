// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title A token that keeps a hundredth of every transfer
/// @notice Less arrives than was sent, and its `Transfer` logs say so.
contract FeeToken is PlainToken {
  /// @dev Sends 99 hundredths on and burns the rest.
  function _update(address from, address to, uint256 value) internal override {
    if (from == address(0) || to == address(0)) {
      super._update(from, to, value);
      return;
    }
    uint256 kept = value / 100;
    super._update(from, to, value - kept);
    super._update(from, address(0), kept);
  }
}
