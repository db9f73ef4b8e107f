// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ITipRouter} from "./ITipRouter.sol";

/// @title Tip router
/// @notice Pays a tip straight from the payer to the payee and says in one log which post or payment request it is for.
/// @dev No owner, no storage, no upgrade, no pause, no custody. Its only power is over allowances, and it uses none but
/// the caller's: the first argument of `transferFrom` is always `msg.sender`. So tokens that were sent to the router by
/// mistake stay where they are, whoever calls.
///
/// There is no reentrancy guard. A guard protects state or money between two steps, and here there is neither: a token
/// that calls back starts a tip of its own, which it pays itself.
///
/// Balances are not measured before and after, which would cost more than the log. What arrived is proven by the
/// `Transfer` log of the token in the same receipt: whoever credits tips relies on that log, and only for tokens that
/// he knows. Of a token that lies in its logs, `balanceOf` would be no better witness.
contract TipRouter is ITipRouter {
  using SafeERC20 for IERC20;

  /// @inheritdoc ITipRouter
  function tip(address token, address payee, uint256 amount, bytes32 paymentReference) external {
    _tip(token, payee, amount, paymentReference);
  }

  /// @inheritdoc ITipRouter
  function tipWithPermit(
    address token,
    address payee,
    uint256 amount,
    bytes32 paymentReference,
    uint256 deadline,
    uint8 v,
    bytes32 r,
    bytes32 s
  ) external {
    // An address without code gets the same error as in `tip`, rather than the empty one of a call into nothing.
    if (token.code.length != 0) {
      // Used or refused, the allowance decides.
      // solhint-disable-next-line no-empty-blocks
      try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
    }

    _tip(token, payee, amount, paymentReference);
  }

  function _tip(address token, address payee, uint256 amount, bytes32 paymentReference) private {
    // Check that the money can arrive somewhere.
    if (payee == address(0)) revert PayeeIsZero(payee);
    if (payee == address(this)) revert PayeeIsRouter(payee);
    if (payee == token) revert PayeeIsToken(payee, token);
    if (amount == 0) revert AmountIsZero(amount);

    // Pull from the payer straight to the payee.
    IERC20(token).safeTransferFrom(msg.sender, payee, amount);

    // Say what it was for.
    emit TipSent(paymentReference, msg.sender, payee, token, amount, 0);
  }
}
