// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DevUsd} from "../dev/DevUsd.sol";
import {ITipRouter} from "../ITipRouter.sol";
import {IVm} from "./IVm.sol";

/// @title A crowd of five that approves, tips and makes mistakes in any order
/// @notice The test machine calls its functions at random, and the crowd keeps account of what should have come of it.
contract Crowd {
  IVm private constant _VM = IVm(address(uint160(uint256(keccak256("hevm cheat code")))));

  DevUsd private immutable _TOKEN;
  ITipRouter private immutable _ROUTER;

  address[5] private _people;
  uint256 private _stray;

  /// @notice Makes a crowd around a token and a router.
  /// @param token The token.
  /// @param router The router.
  constructor(DevUsd token, ITipRouter router) {
    _TOKEN = token;
    _ROUTER = router;
    for (uint160 i = 0; i < 5; ++i) {
      _people[i] = address(0xc0ffee0000 + i);
    }
  }

  /// @notice Somebody allows the router some of his money.
  /// @param who Which of the five.
  /// @param amount How much.
  function approve(uint256 who, uint256 amount) external {
    _VM.prank(_person(who));
    _TOKEN.approve(address(_ROUTER), amount);
  }

  /// @notice Somebody tips somebody, if he may.
  /// @param from Which of the five pays.
  /// @param to Which of the five is paid.
  /// @param amount How much, of what he may.
  function tip(uint256 from, uint256 to, uint256 amount) external {
    (address payer, address payee) = (_person(from), _person(to));
    amount = _atMost(amount, _able(payer));
    if (amount == 0 || _TOKEN.isBlacklisted(payer) || _TOKEN.isBlacklisted(payee)) return;
    _VM.prank(payer);
    _ROUTER.tip(address(_TOKEN), payee, amount, bytes32(amount));
  }

  /// @notice Somebody tips with a permit that is worth nothing.
  /// @param from Which of the five pays.
  /// @param to Which of the five is paid.
  /// @param amount How much, of what he may.
  /// @param r Any bytes.
  /// @param s Any bytes.
  function tipWithPermit(uint256 from, uint256 to, uint256 amount, bytes32 r, bytes32 s) external {
    (address payer, address payee) = (_person(from), _person(to));
    amount = _atMost(amount, _able(payer));
    if (amount == 0 || _TOKEN.isBlacklisted(payer) || _TOKEN.isBlacklisted(payee)) return;
    _VM.prank(payer);
    _ROUTER.tipWithPermit(address(_TOKEN), payee, amount, bytes32(amount), type(uint256).max, 27, r, s);
  }

  /// @notice Somebody sends money to the router by mistake.
  /// @param from Which of the five.
  /// @param amount How much, of what he has.
  function sendToRouter(uint256 from, uint256 amount) external {
    address payer = _person(from);
    if (_TOKEN.isBlacklisted(payer)) return;
    amount = _atMost(amount, _TOKEN.balanceOf(payer) / 1000);
    _stray += amount;
    _VM.prank(payer);
    _TOKEN.transfer(address(_ROUTER), amount);
  }

  /// @notice Somebody is put on the denylist or taken off.
  /// @param who Which of the five.
  /// @param listed Whether he is put on it.
  function denylist(uint256 who, bool listed) external {
    _VM.prank(_TOKEN.owner());
    if (listed) _TOKEN.blacklist(_person(who));
    else _TOKEN.unBlacklist(_person(who));
  }

  /// @notice What was sent to the router by mistake.
  /// @return The sum, in base units.
  function stray() external view returns (uint256) {
    return _stray;
  }

  /// @notice What the five have together.
  /// @return sum Their balances, in base units.
  function wealth() external view returns (uint256 sum) {
    for (uint256 i = 0; i < 5; ++i) {
      sum += _TOKEN.balanceOf(_people[i]);
    }
  }

  /// @notice One of the five.
  /// @param who Which.
  /// @return The account.
  function person(uint256 who) external view returns (address) {
    return _person(who);
  }

  function _person(uint256 who) private view returns (address) {
    return _people[who % 5];
  }

  function _able(address payer) private view returns (uint256) {
    uint256 balance = _TOKEN.balanceOf(payer);
    uint256 allowed = _TOKEN.allowance(payer, address(_ROUTER));
    return balance < allowed ? balance : allowed;
  }

  function _atMost(uint256 amount, uint256 limit) private pure returns (uint256) {
    return limit == type(uint256).max ? amount : amount % (limit + 1);
  }
}
