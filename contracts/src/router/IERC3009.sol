// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the router asks of a token with authorizations
/// @notice The two functions of ERC-3009 in the form with the signature as bytes, which contract wallets can use too.
interface IERC3009 {
  /// @notice Makes a transfer that its payer signed. Anybody may submit it.
  /// @param from Who pays and signed.
  /// @param to Who is paid.
  /// @param value How much, in base units of the token.
  /// @param validAfter It is accepted after this second since 1970.
  /// @param validBefore It is accepted before this second since 1970.
  /// @param nonce Any 32 bytes that the payer has not used yet.
  /// @param signature The payer's.
  function transferWithAuthorization(
    address from,
    address to,
    uint256 value,
    uint256 validAfter,
    uint256 validBefore,
    bytes32 nonce,
    bytes calldata signature
  ) external;

  /// @notice Makes a transfer that its payer signed. Only the payee may submit it.
  /// @param from Who pays and signed.
  /// @param to Who is paid, and the caller.
  /// @param value How much, in base units of the token.
  /// @param validAfter It is accepted after this second since 1970.
  /// @param validBefore It is accepted before this second since 1970.
  /// @param nonce Any 32 bytes that the payer has not used yet.
  /// @param signature The payer's.
  function receiveWithAuthorization(
    address from,
    address to,
    uint256 value,
    uint256 validAfter,
    uint256 validBefore,
    bytes32 nonce,
    bytes calldata signature
  ) external;
}
