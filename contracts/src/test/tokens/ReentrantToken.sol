// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {PlainToken} from "./PlainToken.sol";

/// @title A token that calls somebody in the middle of a transfer
/// @notice Makes the call that it was told to make, once, before the money moves.
contract ReentrantToken is PlainToken {
  using Address for address;

  address private _target;
  bytes private _call;

  /// @notice Tells the token whom to call in its next `transfer` or `transferFrom`.
  /// @param target Who is called.
  /// @param call The calldata.
  function callInNextTransfer(address target, bytes calldata call) external {
    _target = target;
    _call = call;
  }

  /// @notice Allows a spender to send money of the token itself.
  /// @param spender Who may.
  /// @param amount How much, in base units.
  function approveFromSelf(address spender, uint256 amount) external {
    _approve(address(this), spender, amount);
  }

  /// @notice Makes the call, then the transfer.
  /// @param to Who receives it.
  /// @param value How much, in base units.
  /// @return Always true.
  function transfer(address to, uint256 value) public override returns (bool) {
    _callOnce();
    return super.transfer(to, value);
  }

  /// @notice Makes the call, then the transfer.
  /// @param from Whose money it is.
  /// @param to Who receives it.
  /// @param value How much, in base units.
  /// @return Always true.
  function transferFrom(address from, address to, uint256 value) public override returns (bool) {
    _callOnce();
    return super.transferFrom(from, to, value);
  }

  function _callOnce() private {
    address target = _target;
    if (target != address(0)) {
      delete _target;
      target.functionCall(_call);
    }
  }
}
