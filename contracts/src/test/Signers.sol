// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {DevUsd} from "../dev/DevUsd.sol";
import {ITipRouter} from "../ITipRouter.sol";
import {IVm} from "./IVm.sol";

/// @title Five who sign baskets, and a model of what should come of it
/// @notice The test machine calls its functions at random. The model is plain sums, made without the router's code.
contract Signers {
  IVm private constant _VM = IVm(address(uint160(uint256(keccak256("hevm cheat code")))));
  bytes32 private constant _SENT = keccak256("TipSent(bytes32,address,address,address,uint256,uint256)");
  bytes32 private constant _MOVED = keccak256("Transfer(address,address,uint256)");
  address private constant _PLATFORM = address(0xfee1);

  address private immutable _MAKER;
  DevUsd private immutable _TOKEN;
  ITipRouter private immutable _ROUTER;

  uint256 private _count;
  uint256 private _stray;

  /// @notice What each account should have.
  mapping(address account => uint256 amount) public expected;

  /// @notice Something is not as the model says.
  /// @param what What it is.
  error NotAsExpected(string what);

  /// @notice Gathers them around a token and a router.
  /// @param token The token.
  /// @param router The router.
  constructor(DevUsd token, ITipRouter router) {
    _MAKER = msg.sender;
    _TOKEN = token;
    _ROUTER = router;
  }

  /// @notice Notes that an account was given money. Only whoever made this contract is believed.
  /// @param account The account.
  /// @param amount How much, in base units.
  function noteGiven(address account, uint256 amount) external {
    if (msg.sender == _MAKER) expected[account] += amount;
  }

  /// @notice Somebody signs a basket, somebody sends it, and somebody sends it again.
  /// @param who Who signs.
  /// @param seed What is random in it.
  function payBasket(uint256 who, uint256 seed) external {
    address payer = person(who);
    ITipRouter.Tip[] memory tips = _randomTips(seed, expected[payer] / 8);
    if (tips.length == 0 || _TOKEN.isBlacklisted(payer)) return;
    uint256 sum = _sumOf(tips);
    uint256 fee = uint256(keccak256(abi.encode(seed, "fee"))) % (sum / 10 + 1);
    bytes32 salt = bytes32(++_count);
    bytes memory signature = _sign(who, tips, fee, salt, sum);

    _VM.recordLogs();
    bool done = _send(tips, fee, payer, salt, signature);
    uint256 paid = _note(payer, tips);
    if (done != (paid != 0)) revert NotAsExpected("whether the basket was paid");
    if (!done) return;
    uint256 taken = _TOKEN.isBlacklisted(_PLATFORM) ? 0 : (fee * paid) / sum;
    expected[payer] -= taken;
    expected[_PLATFORM] += taken;
    _demandLogs(paid, (fee * paid) / sum);
    if (_send(tips, fee, payer, salt, signature)) revert NotAsExpected("a signature counted twice");
  }

  /// @notice Somebody allows what he has and pays a basket himself.
  /// @param who Who pays.
  /// @param seed What is random in it.
  function payBasketHimself(uint256 who, uint256 seed) external {
    address payer = person(who);
    ITipRouter.Tip[] memory tips = _randomTips(seed, expected[payer] / 8);
    if (tips.length == 0 || _TOKEN.isBlacklisted(payer)) return;
    ++_count;
    _VM.prank(payer);
    _TOKEN.approve(address(_ROUTER), _sumOf(tips));
    _VM.recordLogs();
    _VM.prank(payer);
    bool done = true;
    // solhint-disable-next-line no-empty-blocks
    try _ROUTER.tipMany(address(_TOKEN), tips) {} catch {
      done = false;
    }
    uint256 paid = _note(payer, tips);
    if (done != (paid != 0)) revert NotAsExpected("whether the basket was paid");
    if (done) _demandLogs(paid, 0);
  }

  /// @notice Somebody is put on the denylist or taken off: one of the five, or the platform.
  /// @param who Which of the six.
  /// @param listed Whether he is put on it.
  function denylist(uint256 who, bool listed) external {
    address account = who % 6 == 5 ? _PLATFORM : person(who % 6);
    _VM.prank(_TOKEN.owner());
    if (listed) _TOKEN.blacklist(account);
    else _TOKEN.unBlacklist(account);
  }

  /// @notice Somebody sends money to the router by mistake.
  /// @param who Who.
  /// @param amount How much, of what he has.
  function sendToRouter(uint256 who, uint256 amount) external {
    address payer = person(who);
    if (_TOKEN.isBlacklisted(payer)) return;
    ++_count;
    amount %= expected[payer] / 1_000 + 1;
    expected[payer] -= amount;
    _stray += amount;
    _VM.prank(payer);
    _TOKEN.transfer(address(_ROUTER), amount);
  }

  /// @notice What was sent to the router by mistake.
  /// @return The sum, in base units.
  function stray() external view returns (uint256) {
    return _stray;
  }

  /// @notice The platform, which takes the fees.
  /// @return Its account.
  function platform() external pure returns (address) {
    return _PLATFORM;
  }

  /// @notice One of the five.
  /// @param who Which.
  /// @return The account.
  function person(uint256 who) public pure returns (address) {
    return _VM.addr(0xc0ffee + (who % 5));
  }

  function _send(
    ITipRouter.Tip[] memory tips,
    uint256 fee,
    address payer,
    bytes32 salt,
    bytes memory signature
  ) private returns (bool) {
    address receiver = fee == 0 ? address(0) : _PLATFORM;
    uint256 never = type(uint256).max;
    try _ROUTER.tipWithAuthorization(address(_TOKEN), tips, fee, receiver, payer, never, salt, signature) {
      return true;
    } catch {
      return false;
    }
  }

  /// @dev What each should have once all who can be paid are paid.
  function _note(address payer, ITipRouter.Tip[] memory tips) private returns (uint256 paid) {
    uint256 count = tips.length;
    for (uint256 i = 0; i < count; ++i) {
      if (_TOKEN.isBlacklisted(tips[i].payee)) continue;
      paid += tips[i].amount;
      expected[payer] -= tips[i].amount;
      expected[tips[i].payee] += tips[i].amount;
    }
  }

  /// @dev Each `TipSent` comes directly behind a `Transfer` of its amount to its payee. They sum up to what is said.
  function _demandLogs(uint256 paid, uint256 fees) private {
    IVm.Log[] memory logs = _VM.getRecordedLogs();
    uint256 count = logs.length;
    for (uint256 i = 1; i < count; ++i) {
      if (logs[i].topics[0] != _SENT) continue;
      (, uint256 amount, uint256 fee) = abi.decode(logs[i].data, (address, uint256, uint256));
      _demandTransfer(logs[i - 1], logs[i], amount);
      paid -= amount;
      fees -= fee;
    }
    if (paid != 0) revert NotAsExpected("the sum of the tips");
    if (fees != 0) revert NotAsExpected("the sum of the fees");
  }

  function _sign(
    uint256 who,
    ITipRouter.Tip[] memory tips,
    uint256 fee,
    bytes32 salt,
    uint256 sum
  ) private view returns (bytes memory) {
    bytes32 authorization = keccak256(
      abi.encode(
        _TOKEN.RECEIVE_WITH_AUTHORIZATION_TYPEHASH(),
        person(who),
        address(_ROUTER),
        sum + fee,
        0,
        type(uint256).max,
        _hashTerms(tips, fee, salt)
      )
    );
    bytes32 digest = MessageHashUtils.toTypedDataHash(_TOKEN.DOMAIN_SEPARATOR(), authorization);
    (uint8 v, bytes32 r, bytes32 s) = _VM.sign(0xc0ffee + (who % 5), digest);
    return abi.encodePacked(r, s, v);
  }

  function _hashTerms(ITipRouter.Tip[] memory tips, uint256 fee, bytes32 salt) private view returns (bytes32) {
    (bytes memory payees, bytes memory amounts, bytes memory references) = ("", "", "");
    uint256 count = tips.length;
    for (uint256 i = 0; i < count; ++i) {
      payees = bytes.concat(payees, abi.encode(tips[i].payee));
      amounts = bytes.concat(amounts, abi.encode(tips[i].amount));
      references = bytes.concat(references, tips[i].paymentReference);
    }
    bytes memory start = abi.encode(
      keccak256(
        "Terms(uint256 chainId,address router,address token,address[] payees,uint256[] amounts,bytes32[] references,"
        "uint256 fee,address feeReceiver,uint256 validBefore,bytes32 salt)"
      ),
      block.chainid,
      address(_ROUTER),
      address(_TOKEN)
    );
    bytes memory lists = abi.encode(keccak256(payees), keccak256(amounts), keccak256(references));
    address receiver = fee == 0 ? address(0) : _PLATFORM;
    return keccak256(bytes.concat(start, lists, abi.encode(fee, receiver, type(uint256).max, salt)));
  }

  /// @dev Fails unless a log is the `Transfer` of the tip of another.
  function _demandTransfer(IVm.Log memory moved, IVm.Log memory sent, uint256 amount) private pure {
    if (moved.topics[0] != _MOVED) revert NotAsExpected("a tip without a Transfer");
    if (moved.topics[2] != sent.topics[3]) revert NotAsExpected("the payee of a Transfer");
    if (abi.decode(moved.data, (uint256)) != amount) revert NotAsExpected("the amount of a Transfer");
  }

  /// @dev None to five tips to any of the five, of one unit to the most each.
  function _randomTips(uint256 seed, uint256 most) private pure returns (ITipRouter.Tip[] memory tips) {
    if (most == 0) return tips;
    tips = new ITipRouter.Tip[](seed % 6);
    uint256 count = tips.length;
    for (uint256 i = 0; i < count; ++i) {
      uint256 dice = uint256(keccak256(abi.encode(seed, i)));
      tips[i] = ITipRouter.Tip(person(dice >> 128), (dice % most) + 1, bytes32(dice));
    }
  }

  function _sumOf(ITipRouter.Tip[] memory tips) private pure returns (uint256 sum) {
    uint256 count = tips.length;
    for (uint256 i = 0; i < count; ++i) {
      sum += tips[i].amount;
    }
  }
}
