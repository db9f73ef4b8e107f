// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Native coin has no business with a token.
// solhint-disable payable-fallback

import {PlainToken} from "./PlainToken.sol";

/// @title A token that is odd in a way that can be chosen
/// @notice Each of the ways is that of a token that exists, or of one that somebody could make.
contract OddToken is PlainToken {
  /// @dev What it does otherwise than a token as the standard has it.
  enum Oddity {
    /// Nothing.
    None,
    /// Moves the money and says no, as Tether Gold did.
    MovesAndSaysNo,
    /// Moves the money and answers with a number that is not true.
    AnswersTwo,
    /// Moves the money and answers with less than a word.
    AnswersShort,
    /// Moves the money and answers at great length.
    AnswersAtLength,
    /// Fails at great length.
    FailsAtLength,
    /// Takes no more than 96 bits, as UNI and COMP.
    NinetySixBits,
    /// Takes a hundredth from who sends, beside what is sent.
    SenderPaysMore,
    /// Says yes to any call that it does not know, as WETH does.
    TakesAnyCall,
    /// Uses nearly all the gas that a payment may use.
    EatsGas,
    /// Says yes to `transfer` and moves nothing.
    KeepsQuiet,
    /// Grows what the router holds with every transfer, as one that rebases.
    Grows
  }

  /// @dev What is eaten: all but so much that what remains is more than a payment needs.
  uint256 private constant _MEAL = 120_000;

  Oddity private _oddity;
  address private _grower;

  /// @notice More than 96 bits.
  /// @param amount How much it is, in base units.
  error TooMuch(uint256 amount);

  /// @notice It does not want to, and says so at length.
  /// @param words What it says.
  error No(bytes words);

  /// @notice Takes any call, or none.
  fallback() external {
    if (_oddity != Oddity.TakesAnyCall) revert No("");
  }

  /// @notice Chooses in which way the token is odd.
  /// @param oddity The way.
  /// @param grower Whose balance grows, if that is the way.
  function become(Oddity oddity, address grower) external {
    _oddity = oddity;
    _grower = grower;
  }

  /// @notice Sends money in its odd way.
  /// @param to Who receives it.
  /// @param value How much, in base units.
  /// @return Whether it says yes.
  function transfer(address to, uint256 value) public override returns (bool) {
    if (_oddity == Oddity.KeepsQuiet) return true;
    super.transfer(to, value);
    return _answer();
  }

  /// @notice Sends money of a holder in its odd way.
  /// @param from Whose money it is.
  /// @param to Who receives it.
  /// @param value How much, in base units.
  /// @return Whether it says yes.
  function transferFrom(address from, address to, uint256 value) public override returns (bool) {
    super.transferFrom(from, to, value);
    return _answer();
  }

  function _update(address from, address to, uint256 value) internal override {
    if (_oddity == Oddity.NinetySixBits && value > type(uint96).max) revert TooMuch(value);
    if (_oddity == Oddity.FailsAtLength && from != address(0)) revert No(new bytes(20_000));
    super._update(from, to, value);
    if (_oddity == Oddity.SenderPaysMore && from != address(0)) super._update(from, address(0), value / 100);
    if (_oddity == Oddity.Grows && from != address(0)) super._update(address(0), _grower, 3);
    if (_oddity == Oddity.EatsGas && from != address(0)) _eat();
  }

  function _eat() private view {
    uint256 turns = 0;
    uint256 until = gasleft() - _MEAL;
    while (gasleft() > until) ++turns;
  }

  function _answer() private view returns (bool) {
    Oddity oddity = _oddity;
    if (oddity == Oddity.MovesAndSaysNo) return false;
    uint256 size = oddity == Oddity.AnswersTwo ? 32 : oddity == Oddity.AnswersShort ? 31 : 20_000;
    if (oddity < Oddity.AnswersTwo || oddity > Oddity.AnswersAtLength) return true;
    // solhint-disable-next-line no-inline-assembly
    assembly {
      mstore(0x00, add(1, eq(size, 32)))
      if gt(size, 32) {
        mstore(0x00, 1)
        calldatacopy(0x20, calldatasize(), 19968)
      }
      return(0x00, size)
    }
  }
}
