// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Split} from "./Split.sol";

/// @title Forwarder factory
/// @notice Makes the deposit addresses of payment requests, each known before anything stands there.
/// @dev An address follows from this factory, the payment reference (the salt) and the shares (the code), and from
/// nothing else (EIP-1014): whoever deploys it, nobody can put anything else there.
interface IForwarderFactory {
  /// @notice A payee is the factory, the code that forwarders share, or the forwarder: none could give the money on.
  /// @param payee The payee.
  error PayeeKeepsMoney(address payee);

  /// @notice Makes a forwarder, unless it is there already. Anybody may call it.
  /// @param paymentReference The payment request that it is for, as 32 bytes.
  /// @param shares Who is paid, and how much of the whole: in the order, and with the shares, of the request.
  /// @return forwarder Where it stands.
  function deploy(bytes32 paymentReference, Split.Share[] calldata shares) external returns (address forwarder);

  /// @notice Makes a forwarder, unless it is there already, and sweeps it. Anybody may call it.
  /// @param paymentReference The payment request that it is for, as 32 bytes.
  /// @param shares Who is paid, and how much of the whole.
  /// @param token What to sweep: a token, or zero for native coin.
  /// @return forwarder Where it stands.
  function deployAndSweep(
    bytes32 paymentReference,
    Split.Share[] calldata shares,
    address token
  ) external returns (address forwarder);

  /// @notice Where a forwarder stands, or will stand.
  /// @param paymentReference The payment request that it is for, as 32 bytes.
  /// @param shares Who is paid, and how much of the whole.
  /// @return The address.
  function forwarderOf(bytes32 paymentReference, Split.Share[] calldata shares) external view returns (address);

  /// @notice The code that all forwarders share.
  /// @return Its address, which follows from that of the factory.
  function implementation() external view returns (address);
}
