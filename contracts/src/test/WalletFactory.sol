// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";

import {Wallet} from "./Wallet.sol";

/// @title A maker of wallets
/// @notice Makes one wallet per owner, at an address that is known before the wallet is there (EIP-1014).
contract WalletFactory {
  /// @notice Makes an owner's wallet, unless it is there already.
  /// @param owner The owner.
  /// @return wallet Where it is.
  function create(address owner) external returns (address wallet) {
    wallet = walletOf(owner);
    if (wallet.code.length == 0) new Wallet{salt: 0}(owner);
  }

  /// @notice Where an owner's wallet is, or will be.
  /// @param owner The owner.
  /// @return The address.
  function walletOf(address owner) public view returns (address) {
    return Create2.computeAddress(0, keccak256(abi.encodePacked(type(Wallet).creationCode, abi.encode(owner))));
  }
}
