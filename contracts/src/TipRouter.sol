// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ITipRouter} from "./ITipRouter.sol";
import {IPermit2} from "./router/IPermit2.sol";
import {Payout} from "./router/Payout.sol";
import {Terms} from "./router/Terms.sol";
import {Tips} from "./router/Tips.sol";
import {TokenCall} from "./router/TokenCall.sol";

/// @title Tip router
/// @notice Pays tips, one or many, from the payer to the payees and says in one log each what it is for.
/// @dev No owner, no storage, no upgrade, no pause, no custody. It spends the allowance of nobody but the caller, and
/// of whoever signed exactly what is paid. So tokens that were sent to the router by mistake stay where they are,
/// whoever calls.
///
/// There is no reentrancy guard. A guard protects state or money between two steps. There is no state; and where there
/// is money, `Payout` says why it is safe. A token that calls back starts a tip of its own, which it pays itself.
///
/// Where money goes straight from payer to payee, balances are not measured before and after, which would cost more
/// than the log. What arrived is proven by the `Transfer` log of the token in the same receipt: whoever credits tips
/// relies on that log, and only for tokens that he knows. Of a token that lies in its logs, `balanceOf` would be no
/// better witness.
contract TipRouter is ITipRouter {
  using SafeERC20 for IERC20;

  /// @dev The most that may be taken beside the tips is their sum by this: 10 %.
  uint256 private constant _FEE_DIVISOR = 10;

  /// @dev Where Permit2 is, on every chain that has it.
  IPermit2 private constant _PERMIT2 = IPermit2(0x000000000022D473030F116dDEE9F6B43aC78BA3);

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
    _tryPermit(token, amount, deadline, v, r, s);
    _tip(token, payee, amount, paymentReference);
  }

  /// @inheritdoc ITipRouter
  function tipMany(address token, Tip[] calldata tips) external {
    Tips.demand(token, tips);
    _tipMany(token, tips);
  }

  /// @inheritdoc ITipRouter
  function tipManyWithPermit(
    address token,
    Tip[] calldata tips,
    uint256 deadline,
    uint8 v,
    bytes32 r,
    bytes32 s
  ) external {
    uint256 sum = Tips.demand(token, tips);
    _tryPermit(token, sum, deadline, v, r, s);
    _tipMany(token, tips);
  }

  /// @inheritdoc ITipRouter
  function tipWithAuthorization(
    address token,
    Tip[] calldata tips,
    uint256 fee,
    address feeReceiver,
    address payer,
    uint256 validBefore,
    bytes32 salt,
    bytes calldata signature
  ) external {
    Payout.Plan memory plan = _plan(token, tips, fee, feeReceiver, payer);
    bytes32 terms = Terms.hash(token, tips, fee, feeReceiver, validBefore, salt);
    TokenCall.receiveAuthorized(token, payer, plan.sum + fee, validBefore, terms, signature);
    Payout.run(plan, tips);
  }

  /// @inheritdoc ITipRouter
  function tipWithAuthorizations(address token, AuthorizedTip[] calldata tips) external {
    uint256 count = tips.length;
    Tips.demandCall(token, count);
    uint256 paid = 0;
    for (uint256 i = 0; i < count; ++i) {
      AuthorizedTip calldata one = tips[i];
      bytes32 terms = Terms.hashOfOne(token, one);
      if (Tips.canArrive(token, one) && TokenCall.tryAuthorized(token, one, terms)) ++paid;
      else emit AuthorizationFailed(one.payer, terms, token);
    }
    if (paid == 0) revert NothingPaid(count);
  }

  /// @inheritdoc ITipRouter
  function tipWithPermit2(
    address token,
    Tip[] calldata tips,
    uint256 fee,
    address feeReceiver,
    address payer,
    uint256 nonce,
    uint256 validBefore,
    bytes32 salt,
    bytes calldata signature
  ) external {
    // Permit2 would take it in that second still; the terms say that it does not count any more.
    // solhint-disable-next-line not-rely-on-time
    if (block.timestamp >= validBefore) revert TermsExpired(validBefore);
    Payout.Plan memory plan = _plan(token, tips, fee, feeReceiver, payer);
    bytes32 terms = Terms.hash(token, tips, fee, feeReceiver, validBefore, salt);
    uint256 total = plan.sum + fee;
    _PERMIT2.permitWitnessTransferFrom(
      IPermit2.PermitTransferFrom(IPermit2.TokenPermissions(token, total), nonce, validBefore),
      IPermit2.SignatureTransferDetails(address(this), total),
      payer,
      terms,
      Terms.WITNESS_TYPE,
      signature
    );
    Payout.run(plan, tips);
  }

  function _tip(address token, address payee, uint256 amount, bytes32 paymentReference) private {
    // Check that the money can arrive somewhere.
    Tips.demandOne(token, payee, amount);

    // Pull from the payer straight to the payee.
    IERC20(token).safeTransferFrom(msg.sender, payee, amount);

    // Say what it was for.
    emit TipSent(paymentReference, msg.sender, payee, token, amount, 0);
  }

  function _tipMany(address token, Tip[] calldata tips) private {
    uint256 count = tips.length;
    uint256 paid = 0;
    for (uint256 i = 0; i < count; ++i) {
      Tip calldata one = tips[i];
      (address payee, uint256 amount, bytes32 paymentReference) = (one.payee, one.amount, one.paymentReference);
      if (TokenCall.tryTransferFrom(token, msg.sender, payee, amount)) {
        ++paid;
        emit TipSent(paymentReference, msg.sender, payee, token, amount, 0);
      } else {
        emit TipFailed(paymentReference, msg.sender, payee, token, amount);
      }
    }
    if (paid == 0) revert NothingPaid(count);
  }

  function _tryPermit(address token, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) private {
    // An address without code gets the same error as without a permit, rather than the empty one of a call into
    // nothing.
    if (token.code.length != 0) {
      // Used or refused, the allowance decides.
      // solhint-disable-next-line no-empty-blocks
      try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
    }
  }

  function _plan(
    address token,
    Tip[] calldata tips,
    uint256 fee,
    address feeReceiver,
    address payer
  ) private view returns (Payout.Plan memory) {
    uint256 sum = Tips.demand(token, tips);
    if (fee == 0) {
      if (feeReceiver != address(0)) revert FeeReceiverIsWrong(fee, feeReceiver);
    } else {
      uint256 most = sum / _FEE_DIVISOR;
      if (fee > most) revert FeeTooHigh(fee, most);
      if (!Tips.canArrive(token, feeReceiver, fee)) revert FeeReceiverIsWrong(fee, feeReceiver);
    }
    return Payout.Plan(token, payer, sum, fee, feeReceiver, TokenCall.balanceOf(token));
  }
}
