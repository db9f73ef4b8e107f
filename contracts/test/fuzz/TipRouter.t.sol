// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {ITipRouter} from "../../src/ITipRouter.sol";
import {FuzzTest} from "../../src/test/FuzzTest.sol";

/// @title Tips of any amount between any two
/// @notice The payee receives what left the payer, and the router keeps and loses nothing.
contract TipRouterTest is FuzzTest {
  /// @notice The payee receives what left the payer, and the router's balance stays.
  /// @param payer Who pays.
  /// @param payee Who is paid.
  /// @param amount How much.
  /// @param spare What the payer has and allows above the amount.
  /// @param paymentReference What it is for.
  function testFuzzPayeeReceivesWhatLeftThePayer(
    address payer,
    address payee,
    uint128 amount,
    uint128 spare,
    bytes32 paymentReference
  ) external {
    _assumePeople(payer, payee);
    _VM.assume(payer != payee && amount != 0);
    uint256 had = uint256(amount) + spare;
    _token.mint(payer, had);
    _VM.prank(payer);
    _token.approve(address(_router), had);

    _VM.prank(payer);
    _router.tip(address(_token), payee, amount, paymentReference);

    _assertEqual("payer's balance", _token.balanceOf(payer), spare);
    _assertEqual("payee's balance", _token.balanceOf(payee), amount);
    _assertEqual("allowance", _token.allowance(payer, address(_router)), spare);
    _assertEqual("router's balance", _token.balanceOf(address(_router)), _STRAY);
  }

  /// @notice Nobody spends more than he allowed.
  /// @param payer Who pays.
  /// @param payee Who is paid.
  /// @param allowed What the payer allowed.
  /// @param excess How much more the tip is.
  function testFuzzNobodySpendsMoreThanHeAllowed(
    address payer,
    address payee,
    uint128 allowed,
    uint128 excess
  ) external {
    _assumePeople(payer, payee);
    _VM.assume(excess != 0);
    uint256 amount = uint256(allowed) + excess;
    _token.mint(payer, amount);
    _VM.prank(payer);
    _token.approve(address(_router), allowed);

    _VM.expectRevert(abi.encodeWithSignature("Error(string)", "ERC20: transfer amount exceeds allowance"));
    _VM.prank(payer);
    _router.tip(address(_token), payee, amount, 0);
  }

  /// @notice Nobody takes what was sent to the router, nor what others allowed it.
  /// @param thief Who tries.
  /// @param victim Who allowed the router all he has.
  /// @param amount How much.
  function testFuzzNobodyTakesWhatIsNotHis(address thief, address victim, uint128 amount) external {
    _assumePeople(thief, victim);
    _VM.assume(thief != victim && amount != 0);
    _token.mint(victim, amount);
    _VM.prank(victim);
    _token.approve(address(_router), type(uint256).max);

    _VM.expectRevert(abi.encodeWithSignature("Error(string)", "ERC20: transfer amount exceeds allowance"));
    _VM.prank(thief);
    _router.tip(address(_token), thief, amount, 0);
  }

  /// @notice A permit pays the tip, whether or not somebody else submits it first.
  /// @param key The payer's private key.
  /// @param payee Who is paid.
  /// @param amount How much.
  /// @param frontRun Whether somebody else submits the permit first.
  function testFuzzPermitPaysOnceWhoeverSubmitsIt(
    uint256 key,
    address payee,
    uint128 amount,
    bool frontRun
  ) external {
    key = (key % (_KEY_LIMIT - 1)) + 1;
    address payer = _VM.addr(key);
    _assumePeople(payer, payee);
    _VM.assume(payer != payee && amount != 0 && payer.code.length == 0);
    _token.mint(payer, amount);
    bytes32 permit = keccak256(
      abi.encode(_token.PERMIT_TYPEHASH(), payer, address(_router), amount, 0, type(uint256).max)
    );
    (uint8 v, bytes32 r, bytes32 s) = _VM.sign(
      key,
      MessageHashUtils.toTypedDataHash(_token.DOMAIN_SEPARATOR(), permit)
    );
    if (frontRun) _token.permit(payer, address(_router), amount, type(uint256).max, v, r, s);

    _VM.prank(payer);
    _router.tipWithPermit(address(_token), payee, amount, 0, type(uint256).max, v, r, s);

    _assertEqual("payer's balance", _token.balanceOf(payer), 0);
    _assertEqual("payee's balance", _token.balanceOf(payee), amount);
    _assertEqual("allowance", _token.allowance(payer, address(_router)), 0);
    _assertEqual("router's balance", _token.balanceOf(address(_router)), _STRAY);
  }

  /// @notice No reference makes a tip to nobody, to the router or to the token.
  /// @param amount How much.
  /// @param paymentReference What it is for.
  function testFuzzNeverPaysWhereMoneyIsLost(uint256 amount, bytes32 paymentReference) external {
    _VM.expectRevert(abi.encodeWithSelector(ITipRouter.PayeeIsZero.selector, address(0)));
    _router.tip(address(_token), address(0), amount, paymentReference);
    _VM.expectRevert(abi.encodeWithSelector(ITipRouter.PayeeIsRouter.selector, address(_router)));
    _router.tip(address(_token), address(_router), amount, paymentReference);
    _VM.expectRevert(abi.encodeWithSelector(ITipRouter.PayeeIsToken.selector, address(_token), address(_token)));
    _router.tip(address(_token), address(_token), amount, paymentReference);
  }
}
