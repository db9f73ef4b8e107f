// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Refusals are the strings that USDC answers with.
// solhint-disable gas-custom-errors

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

/// @title Balances, allowances, denylist and pause of the dollar for local chains
/// @notice The ERC-20 part of DevUsd, with the names and the refusals of USDC.
/// @dev USDC has a pauser, a blacklister and minters. Here the owner is all of them. Refusals are strings, as USDC's
/// are, so that whoever reads them on a local chain reads what he will get on a live one.
abstract contract DevUsdLedger is Initializable, IERC20Metadata {
  /// @dev One word, read by every payment.
  struct Control {
    /// Who mints, pauses and denylists.
    address owner;
    /// Whether payments and approvals are stopped.
    bool paused;
  }

  /// @dev Bit 255 of an account's word says that it is denylisted; the other 255 bits are its balance.
  uint256 private constant _DENYLISTED = 1 << 255;

  Control private _control;
  uint256 private _totalSupply;
  mapping(address account => uint256 flagAndBalance) private _accounts;
  mapping(address owner => mapping(address spender => uint256 amount)) private _allowances;

  /// @notice The account was denylisted.
  /// @param account The account.
  event Blacklisted(address indexed account);

  /// @notice The account was taken off the denylist.
  /// @param account The account.
  event UnBlacklisted(address indexed account);

  /// @notice New money was made.
  /// @param minter Who made it.
  /// @param to Who received it.
  /// @param amount How much, in base units of a millionth of a dollar.
  event Mint(address indexed minter, address indexed to, uint256 amount);

  /// @notice Payments and approvals were stopped.
  event Pause();

  /// @notice Payments and approvals were allowed again.
  event Unpause();

  modifier onlyOwner() {
    require(msg.sender == _control.owner, "Ownable: caller is not the owner");
    _;
  }

  modifier whenNotPaused() {
    require(!_control.paused, "Pausable: paused");
    _;
  }

  modifier notDenylisted(address account) {
    require(!_isDenylisted(account), "Blacklistable: account is blacklisted");
    _;
  }

  // --------------------------------------------------------------------------- what the owner does

  /// @notice Makes new money.
  /// @param to Who receives it.
  /// @param amount How much, in base units of a millionth of a dollar.
  /// @return Always true.
  function mint(address to, uint256 amount) external onlyOwner whenNotPaused notDenylisted(to) returns (bool) {
    require(to != address(0), "FiatToken: mint to the zero address");
    require(amount > 0, "FiatToken: mint amount not greater than 0");

    _totalSupply += amount;
    _setBalance(to, _balanceOf(to) + amount);
    emit Mint(msg.sender, to, amount);
    emit Transfer(address(0), to, amount);
    return true;
  }

  /// @notice Puts an account on the denylist: it can neither pay nor be paid.
  /// @param account The account.
  function blacklist(address account) external onlyOwner {
    _denylist(account);
  }

  /// @notice Takes an account off the denylist.
  /// @param account The account.
  function unBlacklist(address account) external onlyOwner {
    require(account != address(this), "DevUsd: the token stays blacklisted");
    _accounts[account] = _balanceOf(account);
    emit UnBlacklisted(account);
  }

  /// @notice Stops payments and approvals.
  function pause() external onlyOwner {
    _control.paused = true;
    emit Pause();
  }

  /// @notice Allows payments and approvals again.
  function unpause() external onlyOwner {
    _control.paused = false;
    emit Unpause();
  }

  // ---------------------------------------------------------------------------- what a holder does

  /// @notice Sends money from the caller.
  /// @param to Who receives it.
  /// @param value How much, in base units of a millionth of a dollar.
  /// @return Always true.
  function transfer(
    address to,
    uint256 value
  ) external whenNotPaused notDenylisted(msg.sender) notDenylisted(to) returns (bool) {
    _transfer(msg.sender, to, value);
    return true;
  }

  /// @notice Sends money of a holder who approved the caller. An allowance without limit shrinks as well.
  /// @param from Whose money it is.
  /// @param to Who receives it.
  /// @param value How much, in base units of a millionth of a dollar.
  /// @return Always true.
  function transferFrom(
    address from,
    address to,
    uint256 value
  ) external whenNotPaused notDenylisted(msg.sender) notDenylisted(from) notDenylisted(to) returns (bool) {
    uint256 allowed = _allowances[from][msg.sender];
    require(value <= allowed, "ERC20: transfer amount exceeds allowance");

    // No underflow: the line above refuses more than is allowed.
    unchecked {
      _allowances[from][msg.sender] = allowed - value;
    }
    _transfer(from, to, value);
    return true;
  }

  /// @notice Allows a spender to send money of the caller.
  /// @param spender Who may.
  /// @param value How much, in base units of a millionth of a dollar.
  /// @return Always true.
  function approve(address spender, uint256 value) external whenNotPaused returns (bool) {
    _approve(msg.sender, spender, value);
    return true;
  }

  /// @notice Raises what a spender may send.
  /// @param spender Who may.
  /// @param increment By how much, in base units of a millionth of a dollar.
  /// @return Always true.
  function increaseAllowance(address spender, uint256 increment) external whenNotPaused returns (bool) {
    _approve(msg.sender, spender, _allowances[msg.sender][spender] + increment);
    return true;
  }

  /// @notice Lowers what a spender may send.
  /// @param spender Who may.
  /// @param decrement By how much, in base units of a millionth of a dollar.
  /// @return Always true.
  function decreaseAllowance(address spender, uint256 decrement) external whenNotPaused returns (bool) {
    uint256 allowed = _allowances[msg.sender][spender];
    require(decrement <= allowed, "ERC20: decreased allowance below zero");
    _approve(msg.sender, spender, allowed - decrement);
    return true;
  }

  // ----------------------------------------------------------------------------- what anyone reads

  /// @notice Who mints, pauses and denylists.
  /// @return The owner.
  function owner() external view returns (address) {
    return _control.owner;
  }

  /// @notice Whether payments and approvals are stopped.
  /// @return True while they are.
  function paused() external view returns (bool) {
    return _control.paused;
  }

  /// @notice Whether an account is on the denylist.
  /// @param account The account.
  /// @return True if it is.
  function isBlacklisted(address account) external view returns (bool) {
    return _isDenylisted(account);
  }

  /// @notice All money there is.
  /// @return The sum of all balances, in base units of a millionth of a dollar.
  function totalSupply() external view returns (uint256) {
    return _totalSupply;
  }

  /// @notice What an account holds.
  /// @param account The account.
  /// @return Its balance, in base units of a millionth of a dollar.
  function balanceOf(address account) external view returns (uint256) {
    return _balanceOf(account);
  }

  /// @notice What a spender may send of a holder's money.
  /// @param holder Whose money it is.
  /// @param spender Who may.
  /// @return How much, in base units of a millionth of a dollar.
  function allowance(address holder, address spender) external view returns (uint256) {
    return _allowances[holder][spender];
  }

  // -------------------------------------------------------------------------------------- internal

  function _initializeLedger(address firstOwner) internal onlyInitializing {
    _control.owner = firstOwner;
    _denylist(address(this));
  }

  function _transfer(address from, address to, uint256 value) internal {
    require(from != address(0), "ERC20: transfer from the zero address");
    require(to != address(0), "ERC20: transfer to the zero address");
    require(value <= _balanceOf(from), "ERC20: transfer amount exceeds balance");

    _setBalance(from, _balanceOf(from) - value);
    _setBalance(to, _balanceOf(to) + value);
    emit Transfer(from, to, value);
  }

  function _approve(address holder, address spender, uint256 value) internal {
    require(holder != address(0), "ERC20: approve from the zero address");
    require(spender != address(0), "ERC20: approve to the zero address");
    _allowances[holder][spender] = value;
    emit Approval(holder, spender, value);
  }

  function _denylist(address account) private {
    _accounts[account] |= _DENYLISTED;
    emit Blacklisted(account);
  }

  function _setBalance(address account, uint256 balance) private {
    require(balance < _DENYLISTED, "FiatTokenV2_2: Balance exceeds (2^255 - 1)");
    require(!_isDenylisted(account), "FiatTokenV2_2: Account is blacklisted");
    _accounts[account] = balance;
  }

  function _isDenylisted(address account) private view returns (bool) {
    return _accounts[account] & _DENYLISTED != 0;
  }

  function _balanceOf(address account) private view returns (uint256) {
    return _accounts[account] & ~_DENYLISTED;
  }
}
