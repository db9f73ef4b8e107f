// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title A token that can take money away and turn accounts down
/// @notice As one that rebases does, and one with a denylist that only looks at who receives.
contract ShrinkingToken is PlainToken {
  mapping(address account => bool listed) private _turnedDown;

  /// @notice An account is turned down.
  /// @param account The account.
  error TurnedDown(address account);

  /// @notice Takes money away from anybody.
  /// @param from From whom.
  /// @param amount How much, in base units.
  function burn(address from, uint256 amount) external {
    _burn(from, amount);
  }

  /// @notice Turns an account down, or takes it back.
  /// @param account The account.
  /// @param listed Whether it is turned down.
  function turnDown(address account, bool listed) external {
    _turnedDown[account] = listed;
  }

  /// @dev Sends nothing to who is turned down.
  function _update(address from, address to, uint256 value) internal override {
    if (_turnedDown[to]) revert TurnedDown(to);
    super._update(from, to, value);
  }
}
