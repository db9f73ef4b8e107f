// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Split} from "./Split.sol";

/// @title Forwarder
/// @notice The deposit address of one payment request: whatever is sent to it can go to the request's payees alone.
/// @dev Amounts are in base units of their token; native coin goes by the token address zero.
interface IForwarder {
  /// @notice A payee could not be paid. His money stays here, and no later sweep gives it to anybody else.
  /// @dev There is no log of a payment that succeeded: the token's own `Transfer` says that it did.
  /// @param payee The payee.
  /// @param token The token, or zero for native coin.
  /// @param amount All that is kept for him of this token now, in base units.
  event SweepFailed(address indexed payee, address indexed token, uint256 amount);

  /// @notice This is the code that forwarders share, not one of them.
  /// @param called The address that was called.
  error NotAForwarder(address called);

  /// @notice Nothing stands at the token's address.
  /// @param token The token that was asked for.
  error TokenHasNoCode(address token);

  /// @notice Too little gas is left to be sure that a payment that fails does so for no lack of gas.
  /// @param left The gas that is left.
  /// @param needed The gas that there has to be before each payment.
  error GasTooLow(uint256 left, uint256 needed);

  /// @notice Only the forwarder itself makes payments.
  /// @param caller The caller.
  /// @param forwarder The forwarder.
  error CallerIsNotForwarder(address caller, address forwarder);

  /// @notice Takes native coin, for the payees.
  receive() external payable;

  /// @notice Pays what is here of a token to the payees, each his share. Anybody may call it, again and again.
  /// @dev Each payee is paid on its own with the same gas, whatever the caller sent. Who can't be paid holds up nobody:
  /// his part stays, is kept for him, and is paid by the first sweep that can. Of what arrives later he is owed his
  /// share as before. Each sweep rounds a part by less than a unit, so after any number of sweeps a payee has been
  /// given his exact share of all that arrived, but for less than one unit a sweep.
  /// @param token The token, or zero for native coin.
  function sweep(address token) external;

  /// @notice Makes one payment. The forwarder calls itself, so that a payment can fail alone, at a known price in gas.
  /// @param token The token, or zero for native coin.
  /// @param payee Who is paid.
  /// @param amount How much, in base units.
  function pay(address token, address payee, uint256 amount) external;

  /// @notice Who is paid, and how much of the whole. It never changes.
  /// @return The shares, in the order in which they are paid.
  function shares() external view returns (Split.Share[] memory);

  /// @notice What is kept for a payee, because he could not be paid.
  /// @param token The token, or zero for native coin.
  /// @param payee The payee.
  /// @return In base units. Money that no sweep has divided yet is not in it.
  function keptFor(address token, address payee) external view returns (uint256);
}
