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
/// - What the router holds is measured before the money arrives and after it was paid out. What is left over goes back
///   to the payer, and if anything is missing all reverts. So what was sent to the router by mistake is never paid out,
///   whatever the token answers when it is asked for the payer's money.
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
    uint256 fee = _payTips(plan, tips);
    if (fee != 0 && !TokenCall.tryTransfer(plan.token, plan.feeReceiver, fee)) {
      emit ITipRouter.FeeFailed(plan.payer, plan.feeReceiver, plan.token, fee);
    }
    _returnRest(plan);
  }

  /// @dev The fee is spread over the tips that are paid: after each of them the fees so far are the part of the whole
  /// fee that the tips so far are of the sum, rounded down. So nothing is lost by rounding twice.
  function _payTips(Plan memory plan, ITipRouter.Tip[] calldata tips) private returns (uint256 feeSoFar) {
    (address token, address payer, uint256 paidSoFar) = (plan.token, plan.payer, 0);
    uint256 count = tips.length;
    for (uint256 i = 0; i < count; ++i) {
      ITipRouter.Tip calldata tip = tips[i];
      (address payee, uint256 amount, bytes32 paymentReference) = (tip.payee, tip.amount, tip.paymentReference);
      if (!TokenCall.tryTransfer(token, payee, amount)) {
        emit ITipRouter.TipFailed(paymentReference, payer, payee, token, amount);
        continue;
      }

      uint256 fee = 0;
      // No overflow: the sum of all amounts is below 2^128, and the fee is at most a tenth of it.
      unchecked {
        paidSoFar += amount;
        if (plan.fee != 0) {
          fee = (plan.fee * paidSoFar) / plan.sum - feeSoFar;
          feeSoFar += fee;
        }
      }
      emit ITipRouter.TipSent(paymentReference, payer, payee, token, amount, fee);
    }
    if (paidSoFar == 0) revert ITipRouter.NothingPaid(count);
  }

  function _returnRest(Plan memory plan) private {
    uint256 balance = TokenCall.balanceOf(plan.token);
    if (balance > plan.balanceBefore) {
      IERC20(plan.token).safeTransfer(plan.payer, balance - plan.balanceBefore);
      balance = TokenCall.balanceOf(plan.token);
    }
    if (balance != plan.balanceBefore) {
      revert ITipRouter.BalanceWouldChange(plan.token, plan.balanceBefore, balance);
    }
  }
}
