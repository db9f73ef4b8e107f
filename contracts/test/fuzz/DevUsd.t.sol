// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {FuzzTest} from "../../src/test/FuzzTest.sol";

/// @title Payments of the dollar, of any amount between any two
/// @notice Money is neither made nor lost, and what was signed once is paid once.
contract DevUsdTest is FuzzTest {
  /// @notice A transfer neither makes nor loses money, even to oneself.
  /// @param from Who pays.
  /// @param to Who is paid.
  /// @param had What the payer has.
  /// @param value How much he pays of it.
  function testFuzzTransferConservesMoney(address from, address to, uint128 had, uint128 value) external {
    _assumePeople(from, to);
    _VM.assume(had != 0);
    uint256 paid = uint256(value) % (uint256(had) + 1);
    _token.mint(from, had);
    uint256 supply = _token.totalSupply();

    _VM.prank(from);
    _token.transfer(to, paid);

    _assertEqual("payer's balance", _token.balanceOf(from), from == to ? had : had - paid);
    _assertEqual("payee's balance", _token.balanceOf(to), from == to ? had : paid);
    _assertEqual("supply", _token.totalSupply(), supply);
  }

  /// @notice An authorization is paid once, to whom and as much as was signed.
  /// @param key The payer's private key.
  /// @param to Who is paid.
  /// @param value How much.
  /// @param nonce Any 32 bytes.
  function testFuzzAuthorizationIsPaidOnce(uint256 key, address to, uint128 value, bytes32 nonce) external {
    key = (key % (_KEY_LIMIT - 1)) + 1;
    address from = _VM.addr(key);
    _assumePeople(from, to);
    _VM.assume(from != to && value != 0 && from.code.length == 0);
    _token.mint(from, 2 * uint256(value));
    bytes32 authorization = keccak256(
      abi.encode(_token.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(), from, to, value, 0, type(uint256).max, nonce)
    );
    (uint8 v, bytes32 r, bytes32 s) = _VM.sign(
      key,
      MessageHashUtils.toTypedDataHash(_token.DOMAIN_SEPARATOR(), authorization)
    );

    _token.transferWithAuthorization(from, to, value, 0, type(uint256).max, nonce, v, r, s);
    _VM.expectRevert(abi.encodeWithSignature("Error(string)", "FiatTokenV2: authorization is used or canceled"));
    _token.transferWithAuthorization(from, to, value, 0, type(uint256).max, nonce, v, r, s);

    _assertEqual("payer's balance", _token.balanceOf(from), value);
    _assertEqual("payee's balance", _token.balanceOf(to), value);
  }

  /// @notice The denylist stops an account and leaves its balance, and off the list it pays again.
  /// @param account The account.
  /// @param to Who is paid in the end.
  /// @param balance What it has.
  function testFuzzDenylistLeavesTheBalance(address account, address to, uint128 balance) external {
    _assumePeople(account, to);
    _VM.assume(account != to && balance != 0);
    _token.mint(account, balance);

    _token.blacklist(account);
    _assertEqual("balance while denylisted", _token.balanceOf(account), balance);
    _VM.expectRevert(abi.encodeWithSignature("Error(string)", "Blacklistable: account is blacklisted"));
    _VM.prank(account);
    _token.transfer(to, balance);

    _token.unBlacklist(account);
    _VM.prank(account);
    _token.transfer(to, balance);
    _assertEqual("payee's balance", _token.balanceOf(to), balance);
  }
}
