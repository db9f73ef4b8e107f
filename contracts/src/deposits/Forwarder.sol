// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {IForwarder} from "./IForwarder.sol";
import {Split} from "./Split.sol";

/// @title Forwarder
/// @notice The deposit address of one payment request: whatever is sent to it can go to the request's payees alone.
/// @dev No owner, no upgrade, no pause. Payees and shares are in the code of each forwarder (a clone as in ERC-1167,
/// with immutable arguments), so its address commits to them and nothing can change them.
///
/// Storage is written only when a payment fails, and then holds what is kept for whom. So money here is kept or new: a
/// sweep divides what is new, and pays what is kept besides.
///
/// A payee who swept again while he is being paid would divide a second time what is meant for the payees after him. He
/// can't: a payment may use less gas than there has to be before a payment, so no payment is made inside another. That
/// is why there is no other guard.
///
/// A token that takes money away from its holders takes it from what is new first. If not even what is kept is there,
/// it is paid in the order of the payees as far as it goes, and what is missing is lost.
contract Forwarder is IForwarder {
  using SafeERC20 for IERC20;

  /// @dev What one payment may use. A transfer of USDC to an account that never held it uses a quarter of it.
  uint256 private constant _STIPEND = 200_000;

  /// @dev What has to be left before a payment: by EIP-150 a call receives at most 63 of 64 parts of it, and the call
  /// itself costs less than what is above that. It has to be more than a payment may use, as said above.
  uint256 private constant _GAS_BEFORE_PAYMENT = (_STIPEND * 64) / 63 + 7_000;

  address private immutable _IMPLEMENTATION;

  /// @dev What is kept of a token for all payees together.
  mapping(address token => uint256 amount) private _kept;

  /// @dev What is kept of a token for one payee.
  mapping(address token => mapping(address payee => uint256 amount)) private _keptFor;

  /// @notice Makes the code that forwarders share.
  constructor() {
    _IMPLEMENTATION = address(this);
  }

  /// @inheritdoc IForwarder
  receive() external payable {
    _demandForwarder();
  }

  /// @inheritdoc IForwarder
  function sweep(address token) external {
    Split.Share[] memory payees = shares();
    uint256 balance = _balanceOf(token);
    uint256 keptBefore = _kept[token];
    uint256 kept = keptBefore;
    uint256[] memory parts = Split.divide(balance > kept ? balance - kept : 0, payees);

    uint256 count = payees.length;
    for (uint256 i = 0; i < count; ++i) {
      address payee = payees[i].payee;
      uint256 keptForPayee = keptBefore == 0 ? 0 : _keptFor[token][payee];
      uint256 amount = parts[i] + keptForPayee;
      if (amount > balance) amount = balance;
      if (amount == 0) continue;

      if (_tryPay(token, payee, amount)) {
        balance -= amount;
        if (keptForPayee != 0) {
          kept -= keptForPayee;
          delete _keptFor[token][payee];
        }
      } else {
        kept += parts[i];
        _keptFor[token][payee] = keptForPayee + parts[i];
        emit SweepFailed(payee, token, keptForPayee + parts[i]);
      }
    }
    if (kept != keptBefore) _kept[token] = kept;
  }

  /// @inheritdoc IForwarder
  function pay(address token, address payee, uint256 amount) external {
    if (msg.sender != address(this)) revert CallerIsNotForwarder(msg.sender, address(this));

    if (token == address(0)) Address.sendValue(payable(payee), amount);
    else IERC20(token).safeTransfer(payee, amount);
  }

  /// @inheritdoc IForwarder
  function keptFor(address token, address payee) external view returns (uint256) {
    return _keptFor[token][payee];
  }

  /// @inheritdoc IForwarder
  function shares() public view returns (Split.Share[] memory) {
    _demandForwarder();
    return Split.unpack(Clones.fetchCloneArgs(address(this)));
  }

  function _tryPay(address token, address payee, uint256 amount) private returns (bool) {
    // Whoever sends less gas than a payment may need makes the sweep fail, not the payment.
    uint256 left = gasleft();
    if (left < _GAS_BEFORE_PAYMENT) revert GasTooLow(left, _GAS_BEFORE_PAYMENT);

    try this.pay{gas: _STIPEND}(token, payee, amount) {
      return true;
    } catch {
      return false;
    }
  }

  function _balanceOf(address token) private view returns (uint256) {
    if (token == address(0)) return address(this).balance;
    if (token.code.length == 0) revert TokenHasNoCode(token);
    return IERC20(token).balanceOf(address(this));
  }

  function _demandForwarder() private view {
    if (address(this) == _IMPLEMENTATION) revert NotAForwarder(address(this));
  }
}
