// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

/// @title A payee of native coin who does something when he is paid
/// @notice Refuses, burns gas, eats much of it, answers at great length, or makes a call that he was told to make.
contract Receiver {
  using Address for address;

  /// @dev What he does when he is paid.
  enum Mood {
    Content,
    Refuses,
    BurnsGas,
    AnswersAtLength,
    Calls,
    TriesToCall,
    Eats
  }

  /// @dev What he eats: less than a payment may use, and not by much.
  uint256 private constant _MEAL = 165_000;

  Mood private _mood;
  address private _target;
  bytes private _call;

  /// @notice He does not want the money.
  /// @param amount How much it was, in wei.
  error Refused(uint256 amount);

  /// @notice He does not want the money and takes long to say so.
  /// @param words What he says.
  error RefusedAtLength(bytes words);

  /// @notice Takes native coin, or not.
  receive() external payable {
    _react();
  }

  /// @notice Tells him what to do when he is paid.
  /// @param mood What.
  function become(Mood mood) external {
    _mood = mood;
  }

  /// @notice Tells him whom to call when he is paid.
  /// @param target Who is called.
  /// @param call The calldata.
  function callWhenPaid(address target, bytes calldata call) external {
    _mood = Mood.Calls;
    _target = target;
    _call = call;
  }

  function _react() private {
    if (_mood == Mood.Refuses) revert Refused(msg.value);
    if (_mood == Mood.AnswersAtLength) revert RefusedAtLength(new bytes(100_000));
    if (_mood == Mood.Calls) _target.functionCall(_call);
    if (_mood == Mood.TriesToCall) _tryToCall();
    if (_mood == Mood.BurnsGas) _burnDownTo(0);
    if (_mood == Mood.Eats) _burnDownTo(gasleft() - _MEAL);
  }

  /// @dev Once, so that he is content when the call pays him again.
  function _tryToCall() private {
    _mood = Mood.Content;
    LowLevelCall.callNoReturn(_target, _call);
  }

  function _burnDownTo(uint256 left) private view returns (uint256 turns) {
    while (gasleft() > left) ++turns;
  }
}
