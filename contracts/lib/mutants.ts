// Ways to break the router that its tests have to notice: in a file of src/, a piece that is there once, and what
// stands there instead.

export interface Mutant {
  file: string;
  what: string;
  find: string;
  replace: string;
}

export const mutants: Mutant[] = [
  {
    file: "TipRouter.sol",
    what: "tip takes any payee and amount",
    find:
      "    Tips.demandOne(token, payee, amount);\n",
    replace:
      "",
  },
  {
    file: "TipRouter.sol",
    what: "tip leaves no log",
    find:
      "    emit TipSent(paymentReference, msg.sender, payee, token, amount, 0);\n  }\n\n  function _tipMany",
    replace:
      "  }\n\n  function _tipMany",
  },
  {
    file: "TipRouter.sol",
    what: "tip names the wrong payer",
    find:
      "safeTransferFrom(msg.sender, payee, amount);",
    replace:
      "safeTransferFrom(payee, msg.sender, amount);",
  },
  {
    file: "TipRouter.sol",
    what: "tipMany takes any tips",
    find:
      "    Tips.demand(token, tips);\n    _tipMany",
    replace:
      "    _tipMany",
  },
  {
    file: "TipRouter.sol",
    what: "tipMany leaves a log though nothing was paid",
    find:
      "      if (TokenCall.tryTransferFrom(token, msg.sender, payee, amount)) {",
    replace:
      "      if (TokenCall.tryTransferFrom(token, msg.sender, payee, amount) || true) {",
  },
  {
    file: "TipRouter.sol",
    what: "tipMany goes through when nobody is paid",
    find:
      "        emit TipFailed(paymentReference, msg.sender, payee, token, amount);\n      }\n    }\n    if (paid == 0) revert NothingPaid(count);",
    replace:
      "        emit TipFailed(paymentReference, msg.sender, payee, token, amount);\n      }\n    }",
  },
  {
    file: "TipRouter.sol",
    what: "tipMany says TipFailed with the wrong payee",
    find:
      "emit TipFailed(paymentReference, msg.sender, payee,",
    replace:
      "emit TipFailed(paymentReference, payee, msg.sender,",
  },
  {
    file: "TipRouter.sol",
    what: "tipManyWithPermit permits nothing",
    find:
      "_tryPermit(token, sum, deadline",
    replace:
      "_tryPermit(token, 0, deadline",
  },
  {
    file: "TipRouter.sol",
    what: "tipManyWithPermit tries no permit",
    find:
      "    _tryPermit(token, sum, deadline, v, r, s);\n",
    replace:
      "",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithPermit tries no permit",
    find:
      "    _tryPermit(token, amount, deadline, v, r, s);\n",
    replace:
      "",
  },
  {
    file: "TipRouter.sol",
    what: "a refused permit makes all fail",
    find:
      "deadline, v, r, s) {} catch {}",
    replace:
      "deadline, v, r, s) {} catch { revert NothingPaid(0); }",
  },
  {
    file: "TipRouter.sol",
    what: "a permit is tried where there is no code",
    find:
      "if (token.code.length != 0) {",
    replace:
      "if (true) {",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithAuthorization takes the tips without the fee",
    find:
      "plan.sum + fee, validBefore, terms",
    replace:
      "plan.sum, validBefore, terms",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithAuthorization pays nobody",
    find:
      "validBefore, terms, signature);\n    Payout.run(plan, tips);",
    replace:
      "validBefore, terms, signature);",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithAuthorizations sends where money is lost",
    find:
      "Tips.canArrive(token, one) && TokenCall",
    replace:
      "TokenCall",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithAuthorizations does not say what failed",
    find:
      "      else emit AuthorizationFailed(one.payer, terms, token);\n",
    replace:
      "",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithAuthorizations goes through when nothing is paid",
    find:
      "terms, token);\n    }\n    if (paid == 0) revert NothingPaid(count);",
    replace:
      "terms, token);\n    }",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithAuthorizations takes any number, and no code",
    find:
      "    Tips.demandCall(token, count);\n",
    replace:
      "",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithPermit2 takes a second too much",
    find:
      "block.timestamp >= validBefore",
    replace:
      "block.timestamp > validBefore",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithPermit2 never expires by its own",
    find:
      "    if (block.timestamp >= validBefore) revert TermsExpired(validBefore);\n",
    replace:
      "",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithPermit2 takes the tips without the fee",
    find:
      "uint256 total = plan.sum + fee;",
    replace:
      "uint256 total = plan.sum;",
  },
  {
    file: "TipRouter.sol",
    what: "tipWithPermit2 sends to the payer",
    find:
      "SignatureTransferDetails(address(this), total)",
    replace:
      "SignatureTransferDetails(payer, total)",
  },
  {
    file: "TipRouter.sol",
    what: "a fifth may be taken",
    find:
      "_FEE_DIVISOR = 10;",
    replace:
      "_FEE_DIVISOR = 5;",
  },
  {
    file: "TipRouter.sol",
    what: "any fee may be taken",
    find:
      "      if (fee > most) revert FeeTooHigh(fee, most);\n",
    replace:
      "",
  },
  {
    file: "TipRouter.sol",
    what: "a tenth itself may not be taken",
    find:
      "if (fee > most)",
    replace:
      "if (fee >= most)",
  },
  {
    file: "TipRouter.sol",
    what: "the fee goes anywhere",
    find:
      "      if (!Tips.canArrive(token, feeReceiver, fee)) revert FeeReceiverIsWrong(fee, feeReceiver);\n",
    replace:
      "",
  },
  {
    file: "TipRouter.sol",
    what: "a receiver of no fee is taken",
    find:
      "      if (feeReceiver != address(0)) revert FeeReceiverIsWrong(fee, feeReceiver);",
    replace:
      "      fee = 0;",
  },
  {
    file: "router/Payout.sol",
    what: "the fee is not paid",
    find:
      "if (fee != 0 && !TokenCall",
    replace:
      "if (fee == 0 && !TokenCall",
  },
  {
    file: "router/Payout.sol",
    what: "the whole fee is taken though some tips failed",
    find:
      "uint256 fee = _payTips(plan, tips);",
    replace:
      "_payTips(plan, tips);\n    uint256 fee = plan.fee;",
  },
  {
    file: "router/Payout.sol",
    what: "a fee that can't be paid is not told",
    find:
      "      emit ITipRouter.FeeFailed(plan.payer, plan.feeReceiver, plan.token, fee);\n",
    replace:
      "",
  },
  {
    file: "router/Payout.sol",
    what: "the rest is not returned",
    find:
      "    _returnRest(plan);\n",
    replace:
      "",
  },
  {
    file: "router/Payout.sol",
    what: "the rest goes to the fee receiver",
    find:
      "safeTransfer(plan.payer, balance",
    replace:
      "safeTransfer(plan.feeReceiver, balance",
  },
  {
    file: "router/Payout.sol",
    what: "all that the router holds goes to the payer",
    find:
      "balance - plan.balanceBefore);",
    replace:
      "balance);",
  },
  {
    file: "router/Payout.sol",
    what: "what the router holds may change",
    find:
      "    if (balance != plan.balanceBefore) {",
    replace:
      "    if (false) {",
  },
  {
    file: "router/Payout.sol",
    what: "what the router holds may fall",
    find:
      "    if (balance != plan.balanceBefore) {",
    replace:
      "    if (balance > plan.balanceBefore) {",
  },
  {
    file: "router/Payout.sol",
    what: "a payee who can't be paid stops the others",
    find:
      "        continue;",
    replace:
      "        break;",
  },
  {
    file: "router/Payout.sol",
    what: "each fee is of the whole sum so far",
    find:
      "/ plan.sum - feeSoFar;",
    replace:
      "/ plan.sum;",
  },
  {
    file: "router/Payout.sol",
    what: "the fees so far are forgotten",
    find:
      "          feeSoFar += fee;",
    replace:
      "          feeSoFar = fee;",
  },
  {
    file: "router/Payout.sol",
    what: "all goes through when nobody is paid",
    find:
      "    if (paidSoFar == 0) revert ITipRouter.NothingPaid(count);\n",
    replace:
      "",
  },
  {
    file: "router/Payout.sol",
    what: "a payee who can't be paid is not told",
    find:
      "        emit ITipRouter.TipFailed(paymentReference, payer, payee, token, amount);\n",
    replace:
      "",
  },
  {
    file: "router/TokenCall.sol",
    what: "no gas has to be there",
    find:
      "    if (left < needed) revert ITipRouter.GasTooLow(left, needed);\n",
    replace:
      "",
  },
  {
    file: "router/TokenCall.sol",
    what: "too little gas has to be there for a payment",
    find:
      "(_PAYMENT * 64) / 63 + _OVERHEAD",
    replace:
      "_PAYMENT / 4",
  },
  {
    file: "router/TokenCall.sol",
    what: "too little gas has to be there for an authorization",
    find:
      "(_AUTHORIZATION * 64) / 63 + _OVERHEAD",
    replace:
      "_AUTHORIZATION / 4",
  },
  {
    file: "router/TokenCall.sol",
    what: "a payment may use little",
    find:
      "_PAYMENT = 200_000;",
    replace:
      "_PAYMENT = 60_000;",
  },
  {
    file: "router/TokenCall.sol",
    what: "an authorization may use little",
    find:
      "_AUTHORIZATION = 400_000;",
    replace:
      "_AUTHORIZATION = 200_000;",
  },
  {
    file: "router/TokenCall.sol",
    what: "an authorization pays from the first second on but not from 0",
    find:
      "mstore(add(start, 0x64), 0)",
    replace:
      "mstore(add(start, 0x64), 1)",
  },
  {
    file: "router/TokenCall.sol",
    what: "a signature is cut off",
    find:
      "calldatacopy(add(start, 0x104), signature.offset, signature.length)",
    replace:
      "calldatacopy(add(start, 0x104), signature.offset, 0x20)",
  },
  {
    file: "router/TokenCall.sol",
    what: "the receiver's failure is passed over",
    find:
      "        revert(start, returndatasize())\n",
    replace:
      "",
  },
  {
    file: "router/Tips.sol",
    what: "one tip more than the most",
    find:
      "MOST = 200;",
    replace:
      "MOST = 201;",
  },
  {
    file: "router/Tips.sol",
    what: "no tips are taken",
    find:
      "if (count == 0 || count > MOST)",
    replace:
      "if (count > MOST)",
  },
  {
    file: "router/Tips.sol",
    what: "the zero address is paid",
    find:
      "or(or(iszero(payee), eq(payee, address())), or(eq(payee, token), shr(160, payee))))\n        wrong := or(wrong, or(iszero",
    replace:
      "or(eq(payee, address()), or(eq(payee, token), shr(160, payee))))\n        wrong := or(wrong, or(iszero",
  },
  {
    file: "router/Tips.sol",
    what: "amounts of more than 128 bits are taken",
    find:
      "or(iszero(amount), shr(128, amount)))",
    replace:
      "iszero(amount))",
  },
  {
    file: "router/Tips.sol",
    what: "a sum of more than 128 bits is taken",
    find:
      "      wrong := or(wrong, shr(128, sum))\n",
    replace:
      "",
  },
  {
    file: "router/Tips.sol",
    what: "only the first tip is looked at",
    find:
      "mul(tips.length, 0x60)",
    replace:
      "0x60",
  },
  {
    file: "router/Tips.sol",
    what: "no code is needed",
    find:
      "    if (token.code.length == 0) revert ITipRouter.TokenHasNoCode(token);\n",
    replace:
      "",
  },
  {
    file: "router/Tips.sol",
    what: "amounts of nothing are taken in one look",
    find:
      "or(iszero(amount), shr(128",
    replace:
      "or(0, shr(128",
  },
  {
    file: "router/Terms.sol",
    what: "terms of another chain",
    find:
      "mstore(add(start, 0x20), chainid())",
    replace:
      "mstore(add(start, 0x20), 1)",
  },
  {
    file: "router/Terms.sol",
    what: "terms of any router",
    find:
      "mstore(add(start, 0x40), address())",
    replace:
      "mstore(add(start, 0x40), 0)",
  },
  {
    file: "router/Terms.sol",
    what: "terms of any token",
    find:
      "mstore(add(start, 0x60), token)",
    replace:
      "mstore(add(start, 0x60), 0)",
  },
  {
    file: "router/Terms.sol",
    what: "terms without references",
    find:
      "mstore(add(start, 0xc0), references)",
    replace:
      "mstore(add(start, 0xc0), amounts)",
  },
  {
    file: "router/Terms.sol",
    what: "terms without fee",
    find:
      "mstore(add(start, 0xe0), fee)",
    replace:
      "mstore(add(start, 0xe0), 0)",
  },
  {
    file: "router/Terms.sol",
    what: "terms without fee receiver",
    find:
      "mstore(add(start, 0x100), feeReceiver)",
    replace:
      "mstore(add(start, 0x100), 0)",
  },
  {
    file: "router/Terms.sol",
    what: "terms without salt",
    find:
      "mstore(add(start, 0x140), salt)",
    replace:
      "mstore(add(start, 0x140), 0)",
  },
  {
    file: "router/Terms.sol",
    what: "one payee's terms without reference",
    find:
      "mstore(0x00, calldataload(add(tip, 0x60)))",
    replace:
      "mstore(0x00, calldataload(add(tip, 0x40)))",
  },
];
