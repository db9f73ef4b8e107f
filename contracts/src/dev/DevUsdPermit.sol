// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Refusals are the strings that USDC answers with.
// solhint-disable gas-custom-errors

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {DevUsdLedger} from "./DevUsdLedger.sol";

/// @title Approvals by signature of the dollar for local chains
/// @notice ERC-2612 permits, with `v, r, s` or with the bytes of a contract wallet.
/// @dev Bytes of a wallet without code are 65, in the order r, s, v. A high s, a v other than 27 or 28 and the 64-byte
/// form of ERC-2098 are refused, all as an invalid signature. An account with code is asked by ERC-1271.
abstract contract DevUsdPermit is DevUsdLedger, IERC20Permit {
  /// @notice ERC-712 type of a permit.
  bytes32 public constant PERMIT_TYPEHASH =
    keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

  bytes32 private constant _DOMAIN_TYPEHASH =
    keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

  mapping(address holder => uint256 nonce) private _permitNonces;

  /// @inheritdoc IERC20Permit
  function permit(
    address holder,
    address spender,
    uint256 value,
    uint256 deadline,
    uint8 v,
    bytes32 r,
    bytes32 s
  ) external whenNotPaused {
    _permit(holder, spender, value, deadline, abi.encodePacked(r, s, v));
  }

  /// @notice Allows a spender to send a holder's money, by the holder's signature.
  /// @param holder Whose money it is.
  /// @param spender Who may.
  /// @param value How much, in base units of a millionth of a dollar.
  /// @param deadline The last second since 1970 at which this is accepted.
  /// @param signature The holder's, as bytes.
  function permit(
    address holder,
    address spender,
    uint256 value,
    uint256 deadline,
    bytes calldata signature
  ) external whenNotPaused {
    _permit(holder, spender, value, deadline, signature);
  }

  /// @inheritdoc IERC20Permit
  function nonces(address holder) external view returns (uint256) {
    return _permitNonces[holder];
  }

  // solhint-disable func-name-mixedcase

  /// @inheritdoc IERC20Permit
  function DOMAIN_SEPARATOR() external view returns (bytes32) {
    return _domainSeparator();
  }

  // solhint-enable func-name-mixedcase

  /// @notice The token's name, which is also that of its ERC-712 domain.
  /// @return The name.
  function name() public pure virtual returns (string memory);

  /// @notice The version of the token's ERC-712 domain.
  /// @return The version.
  function version() public pure virtual returns (string memory);

  function _isSignedBy(address signer, bytes32 structHash, bytes memory signature) internal view returns (bool) {
    bytes32 digest = MessageHashUtils.toTypedDataHash(_domainSeparator(), structHash);
    return SignatureChecker.isValidSignatureNow(signer, digest, signature);
  }

  function _permit(address holder, address spender, uint256 value, uint256 deadline, bytes memory signature) private {
    // The deadline is the holder's, and a few seconds do not matter.
    // solhint-disable-next-line not-rely-on-time
    require(block.timestamp <= deadline, "FiatTokenV2: permit is expired");

    uint256 nonce = _permitNonces[holder];
    _permitNonces[holder] = nonce + 1;
    bytes32 permitHash = keccak256(abi.encode(PERMIT_TYPEHASH, holder, spender, value, nonce, deadline));
    require(_isSignedBy(holder, permitHash, signature), "EIP2612: invalid signature");
    _approve(holder, spender, value);
  }

  /// @dev Made anew each time: a chain that splits off has another id, and what was signed for one must not count on
  /// the other.
  function _domainSeparator() private view returns (bytes32) {
    return
      keccak256(
        abi.encode(
          _DOMAIN_TYPEHASH,
          keccak256(bytes(name())),
          keccak256(bytes(version())),
          block.chainid,
          address(this)
        )
      );
  }
}
