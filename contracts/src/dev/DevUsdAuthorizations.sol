// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Refusals are the strings that USDC answers with.
// solhint-disable gas-custom-errors

import {DevUsdPermit} from "./DevUsdPermit.sol";

/// @title Payments by signature of the dollar for local chains
/// @notice ERC-3009 authorizations, each with `v, r, s` or with the bytes of a contract wallet.
abstract contract DevUsdAuthorizations is DevUsdPermit {
  /// @notice ERC-712 type of a transfer that anybody may submit.
  bytes32 public constant TRANSFER_WITH_AUTHORIZATION_TYPEHASH =
    keccak256(
      // solhint-disable-next-line max-line-length
      "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

  /// @notice ERC-712 type of a transfer that only its payee may submit.
  bytes32 public constant RECEIVE_WITH_AUTHORIZATION_TYPEHASH =
    keccak256(
      // solhint-disable-next-line max-line-length
      "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

  /// @notice ERC-712 type of the cancellation of either.
  bytes32 public constant CANCEL_AUTHORIZATION_TYPEHASH =
    keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");

  mapping(address authorizer => mapping(bytes32 nonce => bool used)) private _authorizationStates;

  /// @notice An authorization was used. The next log of the token is the `Transfer` that it authorized.
  /// @param authorizer Who signed it.
  /// @param nonce The nonce that he signed.
  event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);

  /// @notice An authorization was cancelled before it was used.
  /// @param authorizer Who would have signed it.
  /// @param nonce The nonce that can't be used any more.
  event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce);

  /// @notice Makes a transfer that its payer signed. Anybody may submit it.
  /// @param from Who pays and signed.
  /// @param to Who is paid.
  /// @param value How much, in base units of a millionth of a dollar.
  /// @param validAfter It is accepted after this second since 1970.
  /// @param validBefore It is accepted before this second since 1970.
  /// @param nonce Any 32 bytes that the payer has not used yet.
  /// @param v Recovery id of the signature, 27 or 28.
  /// @param r First half of the signature.
  /// @param s Second half of the signature.
  function transferWithAuthorization(
    address from,
    address to,
    uint256 value,
    uint256 validAfter,
    uint256 validBefore,
    bytes32 nonce,
    uint8 v,
    bytes32 r,
    bytes32 s
  ) external whenNotPaused notDenylisted(from) notDenylisted(to) {
    bytes32 authorization = _hashAuthorization(
      TRANSFER_WITH_AUTHORIZATION_TYPEHASH,
      from,
      to,
      value,
      validAfter,
      validBefore,
      nonce
    );
    _useAuthorization(from, nonce, validAfter, validBefore, authorization, abi.encodePacked(r, s, v));
    _transfer(from, to, value);
  }

  /// @notice Makes a transfer that its payer signed. Anybody may submit it.
  /// @param from Who pays and signed.
  /// @param to Who is paid.
  /// @param value How much, in base units of a millionth of a dollar.
  /// @param validAfter It is accepted after this second since 1970.
  /// @param validBefore It is accepted before this second since 1970.
  /// @param nonce Any 32 bytes that the payer has not used yet.
  /// @param signature The payer's, as bytes.
  function transferWithAuthorization(
    address from,
    address to,
    uint256 value,
    uint256 validAfter,
    uint256 validBefore,
    bytes32 nonce,
    bytes calldata signature
  ) external whenNotPaused notDenylisted(from) notDenylisted(to) {
    bytes32 authorization = _hashAuthorization(
      TRANSFER_WITH_AUTHORIZATION_TYPEHASH,
      from,
      to,
      value,
      validAfter,
      validBefore,
      nonce
    );
    _useAuthorization(from, nonce, validAfter, validBefore, authorization, signature);
    _transfer(from, to, value);
  }

  /// @notice Makes a transfer that its payer signed. Only the payee may submit it, so nobody can come before him.
  /// @param from Who pays and signed.
  /// @param to Who is paid, and the caller.
  /// @param value How much, in base units of a millionth of a dollar.
  /// @param validAfter It is accepted after this second since 1970.
  /// @param validBefore It is accepted before this second since 1970.
  /// @param nonce Any 32 bytes that the payer has not used yet.
  /// @param v Recovery id of the signature, 27 or 28.
  /// @param r First half of the signature.
  /// @param s Second half of the signature.
  function receiveWithAuthorization(
    address from,
    address to,
    uint256 value,
    uint256 validAfter,
    uint256 validBefore,
    bytes32 nonce,
    uint8 v,
    bytes32 r,
    bytes32 s
  ) external whenNotPaused notDenylisted(from) notDenylisted(to) {
    require(to == msg.sender, "FiatTokenV2: caller must be the payee");
    bytes32 authorization = _hashAuthorization(
      RECEIVE_WITH_AUTHORIZATION_TYPEHASH,
      from,
      to,
      value,
      validAfter,
      validBefore,
      nonce
    );
    _useAuthorization(from, nonce, validAfter, validBefore, authorization, abi.encodePacked(r, s, v));
    _transfer(from, to, value);
  }

  /// @notice Makes a transfer that its payer signed. Only the payee may submit it, so nobody can come before him.
  /// @param from Who pays and signed.
  /// @param to Who is paid, and the caller.
  /// @param value How much, in base units of a millionth of a dollar.
  /// @param validAfter It is accepted after this second since 1970.
  /// @param validBefore It is accepted before this second since 1970.
  /// @param nonce Any 32 bytes that the payer has not used yet.
  /// @param signature The payer's, as bytes.
  function receiveWithAuthorization(
    address from,
    address to,
    uint256 value,
    uint256 validAfter,
    uint256 validBefore,
    bytes32 nonce,
    bytes calldata signature
  ) external whenNotPaused notDenylisted(from) notDenylisted(to) {
    require(to == msg.sender, "FiatTokenV2: caller must be the payee");
    bytes32 authorization = _hashAuthorization(
      RECEIVE_WITH_AUTHORIZATION_TYPEHASH,
      from,
      to,
      value,
      validAfter,
      validBefore,
      nonce
    );
    _useAuthorization(from, nonce, validAfter, validBefore, authorization, signature);
    _transfer(from, to, value);
  }

  /// @notice Cancels an authorization that was not used yet.
  /// @param authorizer Who signed the authorization and its cancellation.
  /// @param nonce The nonce of the authorization.
  /// @param v Recovery id of the signature, 27 or 28.
  /// @param r First half of the signature.
  /// @param s Second half of the signature.
  function cancelAuthorization(
    address authorizer,
    bytes32 nonce,
    uint8 v,
    bytes32 r,
    bytes32 s
  ) external whenNotPaused {
    _cancelAuthorization(authorizer, nonce, abi.encodePacked(r, s, v));
  }

  /// @notice Cancels an authorization that was not used yet.
  /// @param authorizer Who signed the authorization and its cancellation.
  /// @param nonce The nonce of the authorization.
  /// @param signature The authorizer's, as bytes.
  function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external whenNotPaused {
    _cancelAuthorization(authorizer, nonce, signature);
  }

  /// @notice Whether an authorization can't be used any more.
  /// @param authorizer Who signs.
  /// @param nonce The nonce.
  /// @return True if it was used or cancelled.
  function authorizationState(address authorizer, bytes32 nonce) external view returns (bool) {
    return _authorizationStates[authorizer][nonce];
  }

  function _useAuthorization(
    address authorizer,
    bytes32 nonce,
    uint256 validAfter,
    uint256 validBefore,
    bytes32 authorization,
    bytes memory signature
  ) private {
    // The bounds are the payer's, and a few seconds do not matter.
    // solhint-disable not-rely-on-time
    require(block.timestamp > validAfter, "FiatTokenV2: authorization is not yet valid");
    require(block.timestamp < validBefore, "FiatTokenV2: authorization is expired");
    // solhint-enable not-rely-on-time
    require(!_authorizationStates[authorizer][nonce], "FiatTokenV2: authorization is used or canceled");
    require(_isSignedBy(authorizer, authorization, signature), "FiatTokenV2: invalid signature");

    _authorizationStates[authorizer][nonce] = true;
    emit AuthorizationUsed(authorizer, nonce);
  }

  function _cancelAuthorization(address authorizer, bytes32 nonce, bytes memory signature) private {
    require(!_authorizationStates[authorizer][nonce], "FiatTokenV2: authorization is used or canceled");
    bytes32 cancellation = keccak256(abi.encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce));
    require(_isSignedBy(authorizer, cancellation, signature), "FiatTokenV2: invalid signature");

    _authorizationStates[authorizer][nonce] = true;
    emit AuthorizationCanceled(authorizer, nonce);
  }

  function _hashAuthorization(
    bytes32 typehash,
    address from,
    address to,
    uint256 value,
    uint256 validAfter,
    uint256 validBefore,
    bytes32 nonce
  ) private pure returns (bytes32) {
    return keccak256(abi.encode(typehash, from, to, value, validAfter, validBefore, nonce));
  }
}
