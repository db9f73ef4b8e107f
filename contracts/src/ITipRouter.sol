// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Tip router
/// @notice Pays a tip straight from the payer to the payee and says in one log which post or payment request it is for.
/// @dev Every amount is in base units of its token: 1,000,000 is one dollar of a token with 6 decimals.
interface ITipRouter {
  /// @notice A tip was sent.
  /// @dev The log says what was asked of the token. That the token did it is shown by the token's own `Transfer` log
  /// from `payer` to `payee` of `amount`, which comes before this one in the same receipt. Credit no tip without it.
  /// @param paymentReference The post or payment request that the tip is for, as 32 bytes.
  /// @param payer The account whose tokens were sent.
  /// @param payee The account that received them.
  /// @param token The ERC-20 token.
  /// @param amount What was taken from the payer, in base units of the token.
  /// @param fee The part of `amount` that went to the platform, in base units of the token. Always 0 here.
  event TipSent(
    bytes32 indexed paymentReference,
    address indexed payer,
    address indexed payee,
    address token,
    uint256 amount,
    uint256 fee
  );

  /// @notice The payee is the zero address.
  /// @param payee The payee that was asked for.
  error PayeeIsZero(address payee);

  /// @notice The payee is the router, which keeps nothing and could never give it back.
  /// @param payee The payee that was asked for, equal to the address of the router.
  error PayeeIsRouter(address payee);

  /// @notice The payee is the token itself, where the money would be lost.
  /// @param payee The payee that was asked for.
  /// @param token The token that was asked for, equal to the payee.
  error PayeeIsToken(address payee, address token);

  /// @notice The amount is zero.
  /// @param amount The amount that was asked for, in base units of the token.
  error AmountIsZero(uint256 amount);

  /// @notice Sends a tip from the caller to the payee. The caller has approved the router for the amount before.
  /// @param token The ERC-20 token.
  /// @param payee The account that receives the tip.
  /// @param amount How much to send, in base units of the token.
  /// @param paymentReference The post or payment request that the tip is for, as 32 bytes.
  function tip(address token, address payee, uint256 amount, bytes32 paymentReference) external;

  /// @notice Sends a tip from the caller to the payee, with the approval in the same transaction (ERC-2612).
  /// @dev The permit is one from the caller to the router over `amount`. If the token refuses it, the allowance that is
  /// there decides, so that whoever submits the permit first can't make the tip fail.
  /// @param token The ERC-20 token.
  /// @param payee The account that receives the tip.
  /// @param amount How much to send and to permit, in base units of the token.
  /// @param paymentReference The post or payment request that the tip is for, as 32 bytes.
  /// @param deadline When the permit expires, in seconds since 1970.
  /// @param v Recovery id of the permit's signature, 27 or 28.
  /// @param r First half of the permit's signature.
  /// @param s Second half of the permit's signature.
  function tipWithPermit(
    address token,
    address payee,
    uint256 amount,
    bytes32 paymentReference,
    uint256 deadline,
    uint8 v,
    bytes32 r,
    bytes32 s
  ) external;
}
