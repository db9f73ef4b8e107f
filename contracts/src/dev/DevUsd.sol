// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DevUsdAuthorizations} from "./DevUsdAuthorizations.sol";
import {DevUsdPermit} from "./DevUsdPermit.sol";

/// @title The dollar for local chains
/// @notice Behaves as USDC (Circle's FiatTokenV2_2) in all that concerns payments. It is worth nothing.
/// @dev Written for this project from the standards and from what USDC is seen to do. It runs behind DevUsdProxy. It
/// leaves out burning, limits of single minters, changing roles and upgrades.
contract DevUsd is DevUsdAuthorizations {
  /// @notice Locks the implementation itself: only a proxy before it can be initialized.
  constructor() {
    _disableInitializers();
  }

  /// @notice Sets the owner and denylists the token itself. Once.
  /// @param firstOwner Who mints, pauses and denylists.
  function initialize(address firstOwner) external initializer {
    _initializeLedger(firstOwner);
  }

  /// @notice The token's symbol.
  /// @return The symbol.
  function symbol() external pure returns (string memory) {
    return "USDC";
  }

  /// @notice The currency that the token stands for.
  /// @return Its ISO 4217 code.
  function currency() external pure returns (string memory) {
    return "USD";
  }

  /// @notice How many decimals an amount has: a base unit is a millionth of a dollar.
  /// @return The number of decimals.
  function decimals() external pure returns (uint8) {
    return 6;
  }

  /// @inheritdoc DevUsdPermit
  function name() public pure override returns (string memory) {
    return "USD Coin";
  }

  /// @inheritdoc DevUsdPermit
  function version() public pure override returns (string memory) {
    return "2";
  }
}
