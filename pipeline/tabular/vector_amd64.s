#include "go_asm.h"
#include "textflag.h"

// 32 bytes at a time in the registers Y0 to Y15 (AVX2).

// func matchAVX2(b *byte, blocks int, value byte, masks *uint64)
//
// SI: the bytes. CX: blocks of 64 left, at least one. DI: masks. Y0: value in every byte.
TEXT ·matchAVX2(SB), NOSPLIT, $0-32
	MOVQ         b+0(FP), SI
	MOVQ         blocks+8(FP), CX
	VPBROADCASTB value+16(FP), Y0
	MOVQ         masks+24(FP), DI

block:
	VPCMPEQB  (SI), Y0, Y1   // ff for each byte that is the value, else 00
	VPCMPEQB  32(SI), Y0, Y2
	VPMOVMSKB Y1, AX         // a bit for each byte
	VPMOVMSKB Y2, BX
	SHLQ      $32, BX
	ORQ       BX, AX
	MOVQ      AX, (DI)
	ADDQ      $64, SI
	ADDQ      $8, DI
	DECQ      CX
	JNZ       block

	VZEROUPPER
	RET

// func inspectAVX2(b *byte, blocks int, errors *utf8Table) (isInvalid, hasNUL bool)
//
// SI: the bytes. CX: blocks of 32 left, at least one. Y0 to Y6: the table. Y7: the
// errors found, a bit or more in each byte that has one. Y13: the least of the bytes.
TEXT ·inspectAVX2(SB), NOSPLIT, $0-26
	MOVQ           b+0(FP), SI
	MOVQ           blocks+8(FP), CX
	MOVQ           errors+16(FP), DX
	VBROADCASTI128 utf8Table_firstHigh(DX), Y0
	VBROADCASTI128 utf8Table_firstLow(DX), Y1
	VBROADCASTI128 utf8Table_secondHigh(DX), Y2
	VPBROADCASTB   utf8Table_lowHalf(DX), Y3
	VPBROADCASTB   utf8Table_lead3(DX), Y4
	VPBROADCASTB   utf8Table_lead4(DX), Y5
	VPBROADCASTB   utf8Table_highBit(DX), Y6
	VPXOR          Y7, Y7, Y7
	VPCMPEQB       Y13, Y13, Y13

block:
	VMOVDQU (SI), Y8   // each byte as the second of two
	VMOVDQU -1(SI), Y9 // the first of them
	VPMINUB Y8, Y13, Y13

	VPSRLW  $4, Y9, Y10
	VPAND   Y3, Y10, Y10
	VPSHUFB Y10, Y0, Y10
	VPAND   Y3, Y9, Y9
	VPSHUFB Y9, Y1, Y9
	VPSRLW  $4, Y8, Y8
	VPAND   Y3, Y8, Y8
	VPSHUFB Y8, Y2, Y8
	VPAND   Y9, Y10, Y10
	VPAND   Y8, Y10, Y10 // the errors of the two

	// Two continuations in a row are an error unless they are the second and third
	// byte after a lead of three or four, or the third and fourth after one of four.
	VMOVDQU  -2(SI), Y11
	VPSUBUSB Y4, Y11, Y11 // 80 or more for e0..ff
	VMOVDQU  -3(SI), Y12
	VPSUBUSB Y5, Y12, Y12 // 80 or more for f0..ff
	VPOR     Y11, Y12, Y11
	VPAND    Y6, Y11, Y11
	VPXOR    Y11, Y10, Y10
	VPOR     Y10, Y7, Y7

	ADDQ $32, SI
	DECQ CX
	JNZ  block

	VPTEST    Y7, Y7
	SETNE     isInvalid+24(FP)
	VPXOR     Y8, Y8, Y8
	VPCMPEQB  Y8, Y13, Y13
	VPTEST    Y13, Y13
	SETNE     hasNUL+25(FP)
	VZEROUPPER
	RET

// func cutCellsVBMI2(cells *span, rest, base uint32, words int, separators, behind *uint64, table *cutTable) (count int, next uint32)
//
// DI: where the cells of the word at hand go. R8: rest. R9: base of the word. CX: words left,
// at least one. SI: separators. DX: behind. Z0: places. Z1, Z2: low and high. Z3: -1 in each.
TEXT ·cutCellsVBMI2(SB), NOSPLIT, $0-60
	MOVQ       cells+0(FP), DI
	MOVL       rest+8(FP), R8
	MOVL       base+12(FP), R9
	MOVQ       words+16(FP), CX
	MOVQ       separators+24(FP), SI
	MOVQ       behind+32(FP), DX
	MOVQ       table+40(FP), R10
	VMOVDQU64  cutTable_places(R10), Z0
	VMOVDQU64  cutTable_low(R10), Z1
	VMOVDQU64  cutTable_high(R10), Z2
	VPTERNLOGD $0xff, Z3, Z3, Z3

word:
	MOVQ         (SI), AX
	TESTQ        AX, AX
	JZ           next
	MOVQ         (DX), BX
	PEXTQ        AX, BX, BX         // a bit for each cell: it is quoted
	KMOVQ        AX, K1
	VPCOMPRESSB.Z Z0, K1, Z4         // where the separators stand
	VPBROADCASTD R9, Z5
	LEAL         -1(R8), R11
	VPBROADCASTD R11, Z6            // last of the separators before
	POPCNTQ      AX, R10
	LEAQ         (DI)(R10*8), R12

sixteen:
	VPMOVZXBD X4, Z7
	VPADDD    Z5, Z7, Z7      // ends
	VALIGND   $15, Z6, Z7, Z8 // each beside the one before it
	VPSUBD    Z3, Z8, Z8      // starts
	VMOVDQA32 Z7, Z6
	KMOVW     BX, K2
	VPSUBD    Z3, Z8, K2, Z8
	VPADDD    Z3, Z7, K2, Z7
	VMOVDQA32 Z1, Z9
	VPERMI2D  Z7, Z8, Z9
	VMOVDQA32 Z2, Z10
	VPERMI2D  Z7, Z8, Z10
	VMOVDQU32 Z9, (DI)
	VMOVDQU32 Z10, 64(DI)
	SUBQ      $16, R10
	JLE       cut
	ADDQ      $128, DI
	SHRQ      $16, BX
	VALIGNQ   $2, Z4, Z4, Z4
	JMP       sixteen

cut:
	MOVQ R12, DI
	BSRQ AX, R8
	ADDL R9, R8
	INCL R8

next:
	ADDL $64, R9
	ADDQ $8, SI
	ADDQ $8, DX
	DECQ CX
	JNZ  word

	SUBQ cells+0(FP), DI
	SHRQ $3, DI
	MOVQ DI, count+48(FP)
	MOVL R8, next+56(FP)
	VZEROUPPER
	RET
