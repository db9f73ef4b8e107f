// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the router asks of Permit2
/// @notice The one function by which a payer's signature moves his tokens, once, under terms that he signed as well.
interface IPermit2 {
  /// @dev Which token and how much of it.
  struct TokenPermissions {
    /// The ERC-20 token.
    address token;
    /// The most that may be taken, in base units of the token.
    uint256 amount;
  }

  /// @dev What the payer signed, beside the spender and the witness.
  struct PermitTransferFrom {
    /// Which token and how much of it.
    TokenPermissions permitted;
    /// The nonce, of which each can be used once, in any order.
    uint256 nonce;
    /// The last second since 1970 at which it is accepted.
    uint256 deadline;
  }

  /// @dev What the spender asks for.
  struct SignatureTransferDetails {
    /// Who receives it.
    address to;
    /// How much, in base units of the token.
    uint256 requestedAmount;
  }

  /// @notice Moves tokens of whoever signed it. The spender is the caller.
  /// @param permit What was signed.
  /// @param transferDetails What is asked for.
  /// @param owner Who pays and signed.
  /// @param witness The hash of what was signed beside it.
  /// @param witnessTypeString The end of the type of what was signed, from the witness on.
  /// @param signature The payer's.
  function permitWitnessTransferFrom(
    PermitTransferFrom calldata permit,
    SignatureTransferDetails calldata transferDetails,
    address owner,
    bytes32 witness,
    string calldata witnessTypeString,
    bytes calldata signature
  ) external;
}
