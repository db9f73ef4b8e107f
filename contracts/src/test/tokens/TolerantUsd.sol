// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title A dollar that does not fail when an authorization was used before
/// @notice Says so in a log and moves nothing, as PYUSD does. It looks at no signature.
contract TolerantUsd is PlainToken {
  mapping(address authorizer => mapping(bytes32 nonce => bool used)) private _used;

  /// @notice An authorization was used again. No money moved.
  /// @param authorizer Who would have paid.
  /// @param nonce The nonce.
  event AuthorizationAlreadyUsed(address indexed authorizer, bytes32 indexed nonce);

  /// @notice Moves money, the first time.
  /// @param from Who pays.
  /// @param to Who is paid.
  /// @param value How much, in base units.
  /// @param nonce The nonce.
  function transferWithAuthorization(
    address from,
    address to,
    uint256 value,
    uint256,
    uint256,
    bytes32 nonce,
    bytes calldata
  ) external {
    _useOnce(from, to, value, nonce);
  }

  /// @notice Moves money, the first time.
  /// @param from Who pays.
  /// @param to Who is paid.
  /// @param value How much, in base units.
  /// @param nonce The nonce.
  function receiveWithAuthorization(
    address from,
    address to,
    uint256 value,
    uint256,
    uint256,
    bytes32 nonce,
    bytes calldata
  ) external {
    _useOnce(from, to, value, nonce);
  }

  function _useOnce(address from, address to, uint256 value, bytes32 nonce) private {
    if (_used[from][nonce]) {
      emit AuthorizationAlreadyUsed(from, nonce);
      return;
    }
    _used[from][nonce] = true;
    _transfer(from, to, value);
  }
}
