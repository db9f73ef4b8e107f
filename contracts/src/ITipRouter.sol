// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Tip router
/// @notice Pays tips, one or many, from the payer to the payees and says in one log each what it is for.
/// @dev Every amount is in base units of its token: 1,000,000 is one dollar of a token with 6 decimals.
///
/// A call that names several tips pays every one of them exactly or not at all. Who can't be paid is passed over with
/// `TipFailed` and holds up no other. If nobody can be paid, the call reverts and all is as it was.
///
/// What a payer signs for `tipWithAuthorization`, `tipWithAuthorizations` and `tipWithPermit2` carries the hash of the
/// terms (ERC-712), made anew here from what is really paid:
/// `Terms(uint256 chainId,address router,address token,address[] payees,uint256[] amounts,bytes32[] references,
/// uint256 fee,address feeReceiver,uint256 validBefore,bytes32 salt)`, without the line break.
interface ITipRouter {
  /// @dev One tip of several.
  struct Tip {
    /// Who is paid.
    address payee;
    /// How much he is paid, in base units of the token.
    uint256 amount;
    /// The post or payment request that it is for.
    bytes32 paymentReference;
  }

  /// @dev One tip that its payer has signed (ERC-3009, `TransferWithAuthorization`): valid after 0, and the nonce is
  /// the hash of the terms with this one payee and no fee.
  struct AuthorizedTip {
    /// Who pays and signed.
    address payer;
    /// Who is paid.
    address payee;
    /// How much, in base units of the token.
    uint256 amount;
    /// The post or payment request that it is for.
    bytes32 paymentReference;
    /// Until when the authorization counts, in seconds since 1970.
    uint256 validBefore;
    /// The 32 bytes that make the terms unique.
    bytes32 salt;
    /// The payer's signature: 65 bytes, or what his contract wallet takes (ERC-1271).
    bytes signature;
  }

  /// @notice A tip was sent.
  /// @dev The log says what was asked of the token. That the token did it is shown by the token's own `Transfer` log of
  /// `amount` to `payee`, the last one before this log in the same receipt: from the payer, or from the router in
  /// `tipWithAuthorization` and `tipWithPermit2`. Credit no tip without it.
  /// @param paymentReference The post or payment request that the tip is for, as 32 bytes.
  /// @param payer The account whose tokens were sent.
  /// @param payee The account that received them.
  /// @param token The ERC-20 token.
  /// @param amount What was sent to the payee, in base units of the token.
  /// @param fee What the platform takes beside it for this tip, in base units of the token. The fees of a call go to
  /// the fee receiver in one `Transfer` after its last tip, unless `FeeFailed` says that they went back to the payer.
  event TipSent(
    bytes32 indexed paymentReference,
    address indexed payer,
    address indexed payee,
    address token,
    uint256 amount,
    uint256 fee
  );

  /// @notice A tip could not be sent: the token refused it.
  /// @dev The amount stayed with the payer, or was returned to him in the same call together with its part of the fee.
  /// @param paymentReference The post or payment request that the tip was for, as 32 bytes.
  /// @param payer The account whose tokens were to be sent.
  /// @param payee The account that was to receive them.
  /// @param token The ERC-20 token.
  /// @param amount What was to be sent, in base units of the token.
  event TipFailed(
    bytes32 indexed paymentReference,
    address indexed payer,
    address indexed payee,
    address token,
    uint256 amount
  );

  /// @notice One of several authorizations could not be used. No money of it moved.
  /// @dev It may have been used before, in this transaction or another: the token's own logs tell.
  /// @param payer Who was to pay.
  /// @param nonce The nonce that he should have signed: the hash of the terms.
  /// @param token The ERC-20 token.
  event AuthorizationFailed(address indexed payer, bytes32 indexed nonce, address token);

  /// @notice The fee receiver could not be paid. The tips before this log were sent all the same.
  /// @param payer The payer, to whom the fee was returned in the same call.
  /// @param feeReceiver Who was to receive it.
  /// @param token The ERC-20 token.
  /// @param fee The sum of what the `TipSent` logs of the call name as fees, in base units of the token.
  event FeeFailed(address indexed payer, address indexed feeReceiver, address token, uint256 fee);

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

  /// @notice There are no tips, or too many.
  /// @param count How many there are.
  /// @param most How many there may be.
  error TipCountOutOfRange(uint256 count, uint256 most);

  /// @notice The tips of a call sum up to more than it can reckon with.
  /// @param sum What they sum up to, in base units of the token.
  /// @param most What they may sum up to, in base units of the token.
  error SumTooLarge(uint256 sum, uint256 most);

  /// @notice The fee is above what the code allows.
  /// @param fee The fee that was asked for, in base units of the token.
  /// @param most The most that may be taken beside these tips, in base units of the token.
  error FeeTooHigh(uint256 fee, uint256 most);

  /// @notice There is a fee and nobody who could receive it, or somebody and no fee, or he is the router or the token.
  /// @param fee The fee that was asked for, in base units of the token.
  /// @param feeReceiver Who was to receive it.
  error FeeReceiverIsWrong(uint256 fee, address feeReceiver);

  /// @notice None of the tips could be paid. Nothing happened: the money is where it was, and no signature was used.
  /// @param count How many tips there were.
  error NothingPaid(uint256 count);

  /// @notice There is no contract at the token's address.
  /// @param token The address.
  error TokenHasNoCode(address token);

  /// @notice The contract at the token's address does not say what the router holds of it.
  /// @param token The address.
  error TokenHasNoBalance(address token);

  /// @notice The call would have changed what the router holds of the token: less arrived than was signed, or left.
  /// @param token The ERC-20 token.
  /// @param balanceBefore What the router held before, in base units of the token.
  /// @param balanceAfter What it would hold afterwards, in base units of the token.
  error BalanceWouldChange(address token, uint256 balanceBefore, uint256 balanceAfter);

  /// @notice There is not enough gas left for another payment. Send the call again with more.
  /// @param left What is left.
  /// @param needed What has to be there before a payment, so that no payment fails for want of gas.
  error GasTooLow(uint256 left, uint256 needed);

  /// @notice The terms are not valid any more.
  /// @param validBefore Until when they were, in seconds since 1970.
  error TermsExpired(uint256 validBefore);

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

  /// @notice Sends tips from the caller to many payees. The caller has approved the router for the sum before.
  /// @param token The ERC-20 token.
  /// @param tips The tips, 1 to 200.
  function tipMany(address token, Tip[] calldata tips) external;

  /// @notice Sends tips from the caller to many payees, with the approval in the same transaction (ERC-2612).
  /// @dev The permit is one from the caller to the router over the sum. If the token refuses it, the allowance that is
  /// there decides.
  /// @param token The ERC-20 token.
  /// @param tips The tips, 1 to 200.
  /// @param deadline When the permit expires, in seconds since 1970.
  /// @param v Recovery id of the permit's signature, 27 or 28.
  /// @param r First half of the permit's signature.
  /// @param s Second half of the permit's signature.
  function tipManyWithPermit(
    address token,
    Tip[] calldata tips,
    uint256 deadline,
    uint8 v,
    bytes32 r,
    bytes32 s
  ) external;

  /// @notice Sends tips from whoever signed an authorization (ERC-3009). Anybody may submit it.
  /// @dev The payer signed `ReceiveWithAuthorization` to the router over the sum and the fee, valid after 0, with the
  /// hash of the terms as nonce. So nothing of what is paid can be changed by whoever submits it.
  /// @param token The ERC-20 token.
  /// @param tips The tips, 1 to 200.
  /// @param fee What the platform takes beside the tips, in base units of the token.
  /// @param feeReceiver Who takes the fee; zero when there is none.
  /// @param payer Who pays and signed.
  /// @param validBefore Until when the authorization counts, in seconds since 1970.
  /// @param salt The 32 bytes that make the terms unique.
  /// @param signature The payer's: 65 bytes, or what his contract wallet takes (ERC-1271).
  function tipWithAuthorization(
    address token,
    Tip[] calldata tips,
    uint256 fee,
    address feeReceiver,
    address payer,
    uint256 validBefore,
    bytes32 salt,
    bytes calldata signature
  ) external;

  /// @notice Sends tips of many payers, each straight to its payee, by the authorizations that they signed (ERC-3009).
  /// @dev As if each had been sent to the token alone: its own logs `AuthorizationUsed`, with the hash of the terms as
  /// nonce, and `Transfer` say all, and there is no `TipSent`. One that can't be used fails alone, with
  /// `AuthorizationFailed`.
  /// @param token The ERC-20 token.
  /// @param tips The tips, 1 to 200.
  function tipWithAuthorizations(address token, AuthorizedTip[] calldata tips) external;

  /// @notice Sends tips from whoever signed a transfer of Permit2. Anybody may submit it.
  /// @dev The payer signed `PermitWitnessTransferFrom` with the router as spender over the sum and the fee, with the
  /// deadline `validBefore` and the hash of the terms as witness.
  /// @param token The ERC-20 token, for which the payer has approved Permit2 before.
  /// @param tips The tips, 1 to 200.
  /// @param fee What the platform takes beside the tips, in base units of the token.
  /// @param feeReceiver Who takes the fee; zero when there is none.
  /// @param payer Who pays and signed.
  /// @param nonce The nonce that he signed, of which Permit2 takes each once and in any order.
  /// @param validBefore Until when the signature counts, in seconds since 1970.
  /// @param salt The 32 bytes that make the terms unique.
  /// @param signature The payer's: 65 or 64 bytes, or what his contract wallet takes (ERC-1271).
  function tipWithPermit2(
    address token,
    Tip[] calldata tips,
    uint256 fee,
    address feeReceiver,
    address payer,
    uint256 nonce,
    uint256 validBefore,
    bytes32 salt,
    bytes calldata signature
  ) external;
}
