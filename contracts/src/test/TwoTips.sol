// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ITipRouter} from "../ITipRouter.sol";

/// @title Two tips in one transaction
/// @notice Takes the money for two tips from the caller and pays both through the router.
/// @dev The payer of both tips is this contract. Before each of them the receipt has a `Transfer` from the caller to
/// this contract, which is no tip.
contract TwoTips {
  using SafeERC20 for IERC20;

  /// @dev One tip.
  struct Tip {
    /// Who is paid.
    address payee;
    /// How much, in base units of the token.
    uint256 amount;
    /// The post or payment request that it is for.
    bytes32 paymentReference;
  }

  /// @notice Pays two tips. The caller has approved this contract for the sum before.
  /// @param router The router to pay through.
  /// @param token The ERC-20 token.
  /// @param first The tip that is paid first.
  /// @param second The tip that is paid second.
  function tipTwice(ITipRouter router, IERC20 token, Tip calldata first, Tip calldata second) external {
    _tip(router, token, first);
    _tip(router, token, second);
  }

  function _tip(ITipRouter router, IERC20 token, Tip calldata one) private {
    token.safeTransferFrom(msg.sender, address(this), one.amount);
    token.forceApprove(address(router), one.amount);
    router.tip(address(token), one.payee, one.amount, one.paymentReference);
  }
}
