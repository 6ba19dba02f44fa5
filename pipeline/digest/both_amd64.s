#include "go_asm.h"
#include "textflag.h"

// Two messages in step: the instructions for SHA-256 take four cycles and can begin every
// second one, and within one message each waits for the one before.
//
// A state is in two registers, its words as in [state]. The rounds of a block are done in
// steps of four, with four words of the message each. Registers are named like this:
//
//	X0       words plus constants: SHA256RNDS2 takes them from there
//	X1, X2   state a
//	X3, X4   state b
//	X5-X8    the last 16 words of message p
//	X9-X12   those of message q
//	X13      free
//	X14      the order of bytes in words of a message

// LOAD takes the words of a step from the message.
#define LOAD(step, message, words) \
	VMOVDQU 16*step(message), words; \
	PSHUFB  X14, words

// ROUNDS does the four rounds of a step for one state. The two halves of the state
// change places every second round, so twice in a step.
#define ROUNDS(step, words, abef, cdgh) \
	VPADDD      tables_constants+16*step(DX), words, X0; \
	SHA256RNDS2 X0, abef, cdgh; \
	PSHUFD      $0x0e, X0, X0; \
	SHA256RNDS2 X0, cdgh, abef

// NEXT completes the words of the next step, which SHA256MSG1 began, out of those of
// this one and of the one before.
#define NEXT(before, words, next) \
	VPALIGNR   $4, before, words, X13; \
	PADDD      X13, next; \
	SHA256MSG2 words, next

// FIRST, MIDDLE and LAST are steps of both messages: with words that are the message,
// with words made of those before, and with nothing to begin for later steps.
#define FIRST(step, pBefore, p, qBefore, q) \
	LOAD(step, SI, p); \
	LOAD(step, DI, q); \
	ROUNDS(step, p, X1, X2); \
	ROUNDS(step, q, X3, X4); \
	SHA256MSG1 p, pBefore; \
	SHA256MSG1 q, qBefore

#define LAST(step, pBefore, p, pNext, qBefore, q, qNext) \
	ROUNDS(step, p, X1, X2); \
	ROUNDS(step, q, X3, X4); \
	NEXT(pBefore, p, pNext); \
	NEXT(qBefore, q, qNext)

#define MIDDLE(step, pBefore, p, pNext, qBefore, q, qNext) \
	LAST(step, pBefore, p, pNext, qBefore, q, qNext); \
	SHA256MSG1 p, pBefore; \
	SHA256MSG1 q, qBefore

// func advanceSHA(a, b *state, p, q *byte, blocks int, t *tables)
//
// AX, BX: the states. SI, DI: the messages. CX: blocks of 64 bytes left, at least one.
// DX: tables.
TEXT ·advanceSHA(SB), NOSPLIT, $0-48
	MOVQ    a+0(FP), AX
	MOVQ    b+8(FP), BX
	MOVQ    p+16(FP), SI
	MOVQ    q+24(FP), DI
	MOVQ    blocks+32(FP), CX
	MOVQ    t+40(FP), DX
	VMOVDQU tables_bigEndian(DX), X14
	VMOVDQU (AX), X1
	VMOVDQU 16(AX), X2
	VMOVDQU (BX), X3
	VMOVDQU 16(BX), X4

block:
	LOAD(0, SI, X5)
	LOAD(0, DI, X9)
	ROUNDS(0, X5, X1, X2)
	ROUNDS(0, X9, X3, X4)
	FIRST(1, X5, X6, X9, X10)
	FIRST(2, X6, X7, X10, X11)
	LOAD(3, SI, X8)
	LOAD(3, DI, X12)
	MIDDLE(3, X7, X8, X5, X11, X12, X9)
	MIDDLE(4, X8, X5, X6, X12, X9, X10)
	MIDDLE(5, X5, X6, X7, X9, X10, X11)
	MIDDLE(6, X6, X7, X8, X10, X11, X12)
	MIDDLE(7, X7, X8, X5, X11, X12, X9)
	MIDDLE(8, X8, X5, X6, X12, X9, X10)
	MIDDLE(9, X5, X6, X7, X9, X10, X11)
	MIDDLE(10, X6, X7, X8, X10, X11, X12)
	MIDDLE(11, X7, X8, X5, X11, X12, X9)
	MIDDLE(12, X8, X5, X6, X12, X9, X10)
	LAST(13, X5, X6, X7, X9, X10, X11)
	LAST(14, X6, X7, X8, X10, X11, X12)
	ROUNDS(15, X8, X1, X2)
	ROUNDS(15, X12, X3, X4)

	VPADDD  (AX), X1, X1
	VPADDD  16(AX), X2, X2
	VPADDD  (BX), X3, X3
	VPADDD  16(BX), X4, X4
	VMOVDQU X1, (AX)
	VMOVDQU X2, 16(AX)
	VMOVDQU X3, (BX)
	VMOVDQU X4, 16(BX)
	ADDQ    $64, SI
	ADDQ    $64, DI
	DECQ    CX
	JNZ     block
	RET

// func hasSHA() bool
TEXT ·hasSHA(SB), NOSPLIT, $0-1
	MOVL  $7, AX
	XORL  CX, CX
	CPUID
	SHRL  $29, BX
	ANDL  $1, BX
	MOVB  BX, ret+0(FP)
	RET
