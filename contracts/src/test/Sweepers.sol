// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IForwarder} from "../deposits/IForwarder.sol";
import {Split} from "../deposits/Split.sol";
import {ShrinkingToken} from "./tokens/ShrinkingToken.sol";

/// @title People who send to a forwarder and sweep it, in any order
/// @notice The test machine calls its functions at random, and they keep account of what arrived.
contract Sweepers {
  ShrinkingToken private immutable _TOKEN;
  IForwarder private immutable _FORWARDER;

  uint256 private _arrived;
  uint256 private _sweeps;

  /// @notice Gathers them around a forwarder.
  /// @param token The token.
  /// @param forwarder The forwarder.
  constructor(ShrinkingToken token, IForwarder forwarder) {
    _TOKEN = token;
    _FORWARDER = forwarder;
  }

  /// @notice Money arrives.
  /// @param amount How much, in base units.
  function send(uint96 amount) external {
    _arrived += amount;
    _TOKEN.mint(address(_FORWARDER), amount);
  }

  /// @notice A little money arrives, of which rounding is the greater part.
  /// @param amount How much, in base units.
  function sendLittle(uint8 amount) external {
    _arrived += amount;
    _TOKEN.mint(address(_FORWARDER), amount);
  }

  /// @notice Somebody sweeps.
  function sweep() external {
    ++_sweeps;
    _FORWARDER.sweep(address(_TOKEN));
  }

  /// @notice The token turns a payee down, or takes him back.
  /// @param which Which of the payees.
  /// @param listed Whether he is turned down.
  function turnDown(uint256 which, bool listed) external {
    Split.Share[] memory shares = _FORWARDER.shares();
    _TOKEN.turnDown(shares[which % shares.length].payee, listed);
  }

  /// @notice What arrived in all.
  /// @return In base units.
  function arrived() external view returns (uint256) {
    return _arrived;
  }

  /// @notice How often it was swept.
  /// @return The count.
  function sweeps() external view returns (uint256) {
    return _sweeps;
  }
}
