// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Crowd} from "../../src/test/Crowd.sol";
import {FuzzTest} from "../../src/test/FuzzTest.sol";

/// @title What stays true whatever a crowd does in whatever order
/// @notice The router never keeps and never loses, and no money is made or lost on the way.
contract CustodyTest is FuzzTest {
  uint256 private constant _EACH = 1_000_000_000_000;

  Crowd private _crowd;

  /// @notice Tells the test machine what to call.
  /// @return targets The crowd alone.
  function targetContracts() external view returns (address[] memory targets) {
    targets = new address[](1);
    targets[0] = address(_crowd);
  }

  /// @notice The router has what was sent to it by mistake, neither more nor less.
  function invariantRouterNeverKeepsOrLosesABalance() external view {
    _assertEqual("router's balance", _token.balanceOf(address(_router)), _STRAY + _crowd.stray());
  }

  /// @notice What the crowd has and what it lost to the router is what it had.
  function invariantPayeesReceiveWhatLeavesPayers() external view {
    _assertEqual("wealth", _crowd.wealth() + _crowd.stray(), 5 * _EACH);
  }

  /// @notice Deploys, and gives each of the crowd a million dollars.
  function setUp() public override {
    super.setUp();
    _crowd = new Crowd(_token, _router);
    for (uint256 i = 0; i < 5; ++i) {
      _token.mint(_crowd.person(i), _EACH);
    }
  }
}
