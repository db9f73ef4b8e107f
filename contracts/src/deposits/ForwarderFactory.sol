// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

import {Forwarder} from "./Forwarder.sol";
import {IForwarder} from "./IForwarder.sol";
import {IForwarderFactory} from "./IForwarderFactory.sol";
import {Split} from "./Split.sol";

/// @title Forwarder factory
/// @notice Makes the deposit addresses of payment requests, each known before anything stands there.
/// @dev No owner, no storage, no upgrade, no pause. It makes the shared code itself, as its first and only creation by
/// CREATE, so one address tells both.
contract ForwarderFactory is IForwarderFactory {
  address private immutable _IMPLEMENTATION;

  /// @notice Makes the factory and the code that its forwarders share.
  constructor() {
    _IMPLEMENTATION = address(new Forwarder());
  }

  /// @inheritdoc IForwarderFactory
  function deploy(bytes32 paymentReference, Split.Share[] calldata shares) external returns (address forwarder) {
    return _deploy(paymentReference, shares);
  }

  /// @inheritdoc IForwarderFactory
  function deployAndSweep(
    bytes32 paymentReference,
    Split.Share[] calldata shares,
    address token
  ) external returns (address forwarder) {
    forwarder = _deploy(paymentReference, shares);
    IForwarder(payable(forwarder)).sweep(token);
  }

  /// @inheritdoc IForwarderFactory
  function forwarderOf(bytes32 paymentReference, Split.Share[] calldata shares) external view returns (address) {
    address forwarder = _predict(paymentReference, Split.pack(shares));
    _demandValid(shares, forwarder);
    return forwarder;
  }

  /// @inheritdoc IForwarderFactory
  function implementation() external view returns (address) {
    return _IMPLEMENTATION;
  }

  function _deploy(bytes32 paymentReference, Split.Share[] calldata shares) private returns (address forwarder) {
    bytes memory packed = Split.pack(shares);
    forwarder = _predict(paymentReference, packed);
    // What stands there already was checked when it was made: the address commits to the shares.
    if (forwarder.code.length == 0) {
      _demandValid(shares, forwarder);
      Clones.cloneDeterministicWithImmutableArgs(_IMPLEMENTATION, packed, paymentReference);
    }
  }

  function _demandValid(Split.Share[] calldata shares, address forwarder) private view {
    Split.demandValid(shares);
    uint256 count = shares.length;
    for (uint256 i = 0; i < count; ++i) {
      address payee = shares[i].payee;
      if (payee == address(this) || payee == _IMPLEMENTATION || payee == forwarder) revert PayeeKeepsMoney(payee);
    }
  }

  function _predict(bytes32 paymentReference, bytes memory packed) private view returns (address) {
    return Clones.predictDeterministicAddressWithImmutableArgs(_IMPLEMENTATION, packed, paymentReference);
  }
}
