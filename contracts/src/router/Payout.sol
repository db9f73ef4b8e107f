// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ITipRouter} from "../ITipRouter.sol";
import {TokenCall} from "./TokenCall.sol";

/// @title Payout
/// @notice Pays out what was taken from a payer by his signature: tips, fee, and back to him what is left.
/// @dev For the time of one call the router has money of a payer. What keeps it his:
///
/// - What arrived is measured, so a call into a token that takes it for granted moves nobody's money.
/// - What is left over at the end is measured too, and goes back to the payer. Then the router holds what it held
///   before, or all reverts. So what was sent to the router by mistake is never paid out.
/// - A token or a payee who calls back starts a call that ends with the balance that it found, or reverts. Calls are
///   nested, never interleaved: so neither can the inner one take what the outer one holds, nor does the outer one
///   notice the inner one. That is why there is no other guard, and no storage for one.
library Payout {
  using SafeERC20 for IERC20;

  /// @dev What there is to pay out.
  struct Plan {
    /// The ERC-20 token.
    address token;
    /// Whose money it is.
    address payer;
    /// The sum of the tips, in base units of the token.
    uint256 sum;
    /// What the platform takes beside them, in base units of the token.
    uint256 fee;
    /// Who takes the fee.
    address feeReceiver;
    /// What the router held before it took the money from the payer, in base units of the token.
    uint256 balanceBefore;
  }

  /// @notice Pays the tips, the fee of those that were paid, and returns what is left.
  /// @param plan What there is to pay out.
  /// @param tips The tips.
  function run(Plan memory plan, ITipRouter.Tip[] calldata tips) internal {
    uint256 arrived = balanceOf(plan.token) - plan.balanceBefore;
    uint256 expected = plan.sum + plan.fee;
    if (arrived < expected) revert ITipRouter.TooLittleArrived(plan.token, arrived, expected);

    uint256 fee = _payTips(plan, tips);
    if (fee != 0 && !tryTransfer(plan.token, plan.feeReceiver, fee)) {
      emit ITipRouter.FeeFailed(plan.payer, plan.feeReceiver, plan.token, fee);
    }
    _returnRest(plan);
  }

  /// @notice Sends tokens of the router, if the token does it.
  /// @param token The ERC-20 token.
  /// @param to Who receives them.
  /// @param amount How much, in base units of the token.
  /// @return Whether they were sent.
  function tryTransfer(address token, address to, uint256 amount) internal returns (bool) {
    return TokenCall.tryCall(token, TokenCall.PAYMENT, abi.encodeCall(IERC20.transfer, (to, amount)));
  }

  /// @notice What the router holds of a token.
  /// @param token The ERC-20 token.
  /// @return Its balance, in base units of the token.
  function balanceOf(address token) internal view returns (uint256) {
    if (token.code.length == 0) revert ITipRouter.TokenHasNoCode(token);
    return IERC20(token).balanceOf(address(this));
  }

  /// @dev The fee is spread over the tips that are paid: after each of them the fees so far are the part of the whole
  /// fee that the tips so far are of the sum, rounded down. So nothing is lost by rounding twice.
  function _payTips(Plan memory plan, ITipRouter.Tip[] calldata tips) private returns (uint256 feeSoFar) {
    uint256 paidSoFar = 0;
    uint256 count = tips.length;
    for (uint256 i = 0; i < count; ++i) {
      ITipRouter.Tip calldata tip = tips[i];
      (address payee, uint256 amount, bytes32 paymentReference) = (tip.payee, tip.amount, tip.paymentReference);
      if (tryTransfer(plan.token, payee, amount)) {
        paidSoFar += amount;
        uint256 feeUntilHere = (plan.fee * paidSoFar) / plan.sum;
        emit ITipRouter.TipSent(paymentReference, plan.payer, payee, plan.token, amount, feeUntilHere - feeSoFar);
        feeSoFar = feeUntilHere;
      } else {
        emit ITipRouter.TipFailed(paymentReference, plan.payer, payee, plan.token, amount);
      }
    }
    if (paidSoFar == 0) revert ITipRouter.NothingPaid(count);
  }

  function _returnRest(Plan memory plan) private {
    uint256 balance = balanceOf(plan.token);
    if (balance > plan.balanceBefore) {
      IERC20(plan.token).safeTransfer(plan.payer, balance - plan.balanceBefore);
      balance = balanceOf(plan.token);
    }
    if (balance != plan.balanceBefore) {
      revert ITipRouter.BalanceWouldChange(plan.token, plan.balanceBefore, balance);
    }
  }
}
