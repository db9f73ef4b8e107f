// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IPermit2} from "../router/IPermit2.sol";

/// @title Permit2 for local chains
/// @notice Stands in for Permit2 at its address, where a local chain has nothing.
/// @dev Written for this project from what Permit2 is documented to do: the ERC-712 domain without version, the type of
/// a transfer with a witness, nonces as bits in any order, signatures of 65 and of 64 bytes and of contract wallets. It
/// leaves out batches, transfers without a witness, and allowances. It has no immutable, so its code can be put at any
/// address.
contract DevPermit2 is IPermit2 {
  using SafeERC20 for IERC20;

  bytes32 private constant _DOMAIN_TYPEHASH =
    keccak256("EIP712Domain(string name,uint256 chainId,address verifyingContract)");

  bytes32 private constant _TOKEN_PERMISSIONS_TYPEHASH = keccak256("TokenPermissions(address token,uint256 amount)");

  string private constant _WITNESS_TYPE_START =
    "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,";

  /// @notice Which nonces of an account are used: a bit each, of which 256 are in a word.
  mapping(address owner => mapping(uint256 word => uint256 bits)) public nonceBitmap;

  /// @notice An account gave up nonces.
  /// @param owner The account.
  /// @param word Which word they are in.
  /// @param mask Their bits.
  event UnorderedNonceInvalidation(address indexed owner, uint256 word, uint256 mask);

  /// @notice The deadline has passed.
  /// @param signatureDeadline The deadline, in seconds since 1970.
  error SignatureExpired(uint256 signatureDeadline);

  /// @notice More is asked for than was signed.
  /// @param maxAmount What was signed, in base units of the token.
  error InvalidAmount(uint256 maxAmount);

  /// @notice The nonce was used.
  error InvalidNonce();

  /// @notice The signature is neither 65 nor 64 bytes long.
  error InvalidSignatureLength();

  /// @notice The signature is nobody's.
  error InvalidSignature();

  /// @notice The signature is somebody else's.
  error InvalidSigner();

  /// @notice The contract wallet does not take the signature for its own.
  error InvalidContractSignature();

  /// @inheritdoc IPermit2
  function permitWitnessTransferFrom(
    PermitTransferFrom calldata permit,
    SignatureTransferDetails calldata transferDetails,
    address owner,
    bytes32 witness,
    string calldata witnessTypeString,
    bytes calldata signature
  ) external {
    // The deadline is the owner's, and a few seconds do not matter.
    // solhint-disable-next-line not-rely-on-time
    if (block.timestamp > permit.deadline) revert SignatureExpired(permit.deadline);
    uint256 amount = transferDetails.requestedAmount;
    if (amount > permit.permitted.amount) revert InvalidAmount(permit.permitted.amount);

    _useNonce(owner, permit.nonce);
    bytes32 digest = MessageHashUtils.toTypedDataHash(
      DOMAIN_SEPARATOR(),
      _hashPermit(permit, witness, witnessTypeString)
    );
    _demandSignature(owner, digest, signature);
    IERC20(permit.permitted.token).safeTransferFrom(owner, transferDetails.to, amount);
  }

  /// @notice Gives up nonces of the caller.
  /// @param word Which word they are in.
  /// @param mask Their bits.
  function invalidateUnorderedNonces(uint256 word, uint256 mask) external {
    nonceBitmap[msg.sender][word] |= mask;
    emit UnorderedNonceInvalidation(msg.sender, word, mask);
  }

  // solhint-disable func-name-mixedcase

  /// @notice The hash of the ERC-712 domain, which has no version.
  /// @return The hash.
  function DOMAIN_SEPARATOR() public view returns (bytes32) {
    return keccak256(abi.encode(_DOMAIN_TYPEHASH, keccak256("Permit2"), block.chainid, address(this)));
  }

  // solhint-enable func-name-mixedcase

  function _useNonce(address owner, uint256 nonce) private {
    uint256 bit = 1 << (nonce & 0xff);
    uint256 bits = nonceBitmap[owner][nonce >> 8];
    if (bits & bit != 0) revert InvalidNonce();
    nonceBitmap[owner][nonce >> 8] = bits | bit;
  }

  function _hashPermit(
    PermitTransferFrom calldata permit,
    bytes32 witness,
    string calldata witnessTypeString
  ) private view returns (bytes32) {
    return
      keccak256(
        abi.encode(
          keccak256(bytes.concat(bytes(_WITNESS_TYPE_START), bytes(witnessTypeString))),
          keccak256(abi.encode(_TOKEN_PERMISSIONS_TYPEHASH, permit.permitted.token, permit.permitted.amount)),
          msg.sender,
          permit.nonce,
          permit.deadline,
          witness
        )
      );
  }

  /// @dev A high s is taken: it is the nonce that keeps a signature from counting twice.
  function _demandSignature(address owner, bytes32 digest, bytes calldata signature) private view {
    if (owner.code.length != 0) {
      bytes4 answer = IERC1271(owner).isValidSignature(digest, signature);
      if (answer != IERC1271.isValidSignature.selector) revert InvalidContractSignature();
      return;
    }
    (uint8 v, bytes32 r, bytes32 s) = _split(signature);
    address signer = ecrecover(digest, v, r, s);
    if (signer == address(0)) revert InvalidSignature();
    if (signer != owner) revert InvalidSigner();
  }

  /// @dev 65 bytes are r, s, v; 64 bytes are r, and s with the parity as its highest bit (ERC-2098).
  function _split(bytes calldata signature) private pure returns (uint8 v, bytes32 r, bytes32 s) {
    if (signature.length == 65) return (uint8(signature[64]), bytes32(signature[:32]), bytes32(signature[32:64]));
    if (signature.length != 64) revert InvalidSignatureLength();
    uint256 parityAndS = uint256(bytes32(signature[32:]));
    return (27 + uint8(parityAndS >> 255), bytes32(signature[:32]), bytes32(parityAndS & type(uint256).max >> 1));
  }
}
