// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";

/// @title Proxy of the dollar for local chains
/// @notice Stands before DevUsd as Circle's proxy stands before USDC.
/// @dev Circle's proxy reads its admin from storage on every call, 2,100 gas that OpenZeppelin's transparent proxy
/// saves by an immutable. This one reads it as well, so that a local transfer costs what one of USDC does. Nobody is
/// admin: the slot holds an address without a key, and there is no upgrade.
contract DevUsdProxy is ERC1967Proxy {
  /// @notice The caller is the admin, who is kept out of the token.
  /// @param admin The admin.
  error CallerIsAdmin(address admin);

  /// @notice Puts the proxy before an implementation and initializes it.
  /// @param implementation The DevUsd behind this proxy.
  /// @param data The call that initializes it.
  constructor(address implementation, bytes memory data) ERC1967Proxy(implementation, data) {
    ERC1967Utils.changeAdmin(address(0xdead));
  }

  /// @dev Sends every call on to the implementation, unless it is the admin's.
  function _fallback() internal override {
    address admin = ERC1967Utils.getAdmin();
    if (msg.sender == admin) revert CallerIsAdmin(admin);
    super._fallback();
  }
}
