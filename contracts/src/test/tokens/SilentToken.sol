// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A token that returns nothing
/// @notice Moves money as asked, without a word, as USDT on Ethereum does.
contract SilentToken {
  /// @notice What each account holds, in base units.
  mapping(address account => uint256 balance) public balanceOf;

  /// @notice What a spender may send of a holder's money, in base units.
  mapping(address holder => mapping(address spender => uint256 amount)) public allowance;

  /// @notice Money moved.
  /// @param from Whose it was.
  /// @param to Whose it is.
  /// @param value How much, in base units.
  event Transfer(address indexed from, address indexed to, uint256 value);

  /// @notice Makes new money.
  /// @param to Who receives it.
  /// @param amount How much, in base units.
  function mint(address to, uint256 amount) external {
    balanceOf[to] += amount;
    emit Transfer(address(0), to, amount);
  }

  /// @notice Allows a spender to send money of the caller.
  /// @param spender Who may.
  /// @param amount How much, in base units.
  function approve(address spender, uint256 amount) external {
    allowance[msg.sender][spender] = amount;
  }

  /// @notice Sends money of the caller.
  /// @param to Who receives it.
  /// @param amount How much, in base units.
  function transfer(address to, uint256 amount) external {
    balanceOf[msg.sender] -= amount;
    balanceOf[to] += amount;
    emit Transfer(msg.sender, to, amount);
  }

  /// @notice Sends money of a holder who approved the caller.
  /// @param from Whose money it is.
  /// @param to Who receives it.
  /// @param amount How much, in base units.
  function transferFrom(address from, address to, uint256 amount) external {
    allowance[from][msg.sender] -= amount;
    balanceOf[from] -= amount;
    balanceOf[to] += amount;
    emit Transfer(from, to, amount);
  }
}
