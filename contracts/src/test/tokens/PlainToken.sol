// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token as the standard has it
/// @notice Gives anybody what he asks for. The hostile tokens are made from it.
contract PlainToken is ERC20 {
  /// @notice Makes a token without supply.
  constructor() ERC20("Test", "TEST") {}

  /// @notice Makes new money.
  /// @param to Who receives it.
  /// @param amount How much, in base units.
  function mint(address to, uint256 amount) external {
    _mint(to, amount);
  }
}
