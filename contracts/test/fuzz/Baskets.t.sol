// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FuzzTest} from "../../src/test/FuzzTest.sol";
import {Signers} from "../../src/test/Signers.sol";
import {ITipRouter} from "../../src/ITipRouter.sol";

/// @title Baskets by signature and by allowance, in any order, with anybody on the denylist
/// @notice Everybody has what a model of plain sums says, and the router what was sent to it by mistake.
contract BasketsTest is FuzzTest {
  uint256 private constant _EACH = 1_000_000_000_000;

  Signers private _signers;

  /// @notice One basket of any kind, sent, logged and sent again, comes out as the model says.
  /// @param who Who signs.
  /// @param seed What is random in it.
  /// @param listed Who is on the denylist, a bit each.
  function testFuzzBasketIsPaidAsTheModelSays(uint256 who, uint256 seed, uint8 listed) external {
    for (uint256 i = 0; i < 6; ++i) {
      _signers.denylist(i, (listed >> i) & 1 == 1);
    }
    _signers.payBasket(who, seed);
    _signers.payBasketHimself(who, seed >> 1);
    invariantEverybodyHasWhatTheModelSays();
    invariantRouterHasWhatWasSentToItByMistake();
  }

  /// @notice A fee above a tenth is refused, whatever the tips are.
  /// @param amount What is tipped.
  /// @param excess How much the fee is above a tenth.
  function testFuzzFeeIsAtMostATenth(uint128 amount, uint128 excess) external {
    _VM.assume(amount != 0 && excess != 0);
    ITipRouter.Tip[] memory tips = new ITipRouter.Tip[](1);
    tips[0] = ITipRouter.Tip(address(0xb0b), amount, 0);
    uint256 most = uint256(amount) / 10;
    uint256 fee = most + excess;

    _VM.expectRevert(abi.encodeWithSelector(ITipRouter.FeeTooHigh.selector, fee, most));
    _router.tipWithAuthorization(address(_token), tips, fee, address(0xfee), address(0xa11ce), 0, 0, "");
  }

  /// @notice Nobody's money moves by bytes that are not his signature.
  /// @param victim Who has money.
  /// @param amount How much.
  /// @param bytesOfAnybody Any bytes.
  function testFuzzNoBytesAreASignature(address victim, uint128 amount, bytes calldata bytesOfAnybody) external {
    _assumePerson(victim);
    _VM.assume(amount != 0 && victim.code.length == 0);
    _token.mint(victim, amount);
    ITipRouter.Tip[] memory tips = new ITipRouter.Tip[](1);
    tips[0] = ITipRouter.Tip(address(0xb0b), amount, 0);

    _VM.expectRevert(abi.encodeWithSignature("Error(string)", "FiatTokenV2: invalid signature"));
    _router.tipWithAuthorization(
      address(_token),
      tips,
      0,
      address(0),
      victim,
      type(uint256).max,
      0,
      bytesOfAnybody
    );
  }

  /// @notice Tells the test machine what to call.
  /// @return targets The signers alone.
  function targetContracts() external view returns (address[] memory targets) {
    targets = new address[](1);
    targets[0] = address(_signers);
  }

  /// @notice Deploys, and gives each of the five a million dollars.
  function setUp() public override {
    super.setUp();
    _signers = new Signers(_token, _router);
    for (uint256 i = 0; i < 5; ++i) {
      _token.mint(_signers.person(i), _EACH);
      _signers.noteGiven(_signers.person(i), _EACH);
    }
  }

  /// @notice Only the money of who signed or called has moved, to whom he said, and the fee is as he said.
  function invariantEverybodyHasWhatTheModelSays() public view {
    for (uint256 i = 0; i < 5; ++i) {
      address person = _signers.person(i);
      _assertEqual("balance", _token.balanceOf(person), _signers.expected(person));
    }
    address platform = _signers.platform();
    _assertEqual("fees", _token.balanceOf(platform), _signers.expected(platform));
  }

  /// @notice The router has what was sent to it by mistake, neither more nor less.
  function invariantRouterHasWhatWasSentToItByMistake() public view {
    _assertEqual("router's balance", _token.balanceOf(address(_router)), _STRAY + _signers.stray());
  }
}
