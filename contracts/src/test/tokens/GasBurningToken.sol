// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title A token that burns all gas it is given
/// @notice In `transfer` and `transferFrom`, and in `permit` as well.
contract GasBurningToken is PlainToken {
  uint256 private _turns;

  /// @notice Never comes back.
  function permit(address, address, uint256, uint256, uint8, bytes32, bytes32) external {
    _burnGas();
  }

  /// @notice Never comes back.
  /// @return Nothing, ever.
  function transfer(address, uint256) public override returns (bool) {
    _burnGas();
    return true;
  }

  /// @notice Never comes back.
  /// @return Nothing, ever.
  function transferFrom(address, address, uint256) public override returns (bool) {
    _burnGas();
    return true;
  }

  function _burnGas() private {
    while (gasleft() > 0) ++_turns;
  }
}
