#include "go_asm.h"
#include "textflag.h"

// PEXT is extract, PDEP is deposit (BMI2).

// func extractTextsBMI2(dst *byte, width int, rows *int32, count int, ends *int32, text *byte, shapes *textShape)
//
// DI: where the number goes. SI: rows. CX: rows left, at least one. R12: ends. R13: text.
// R8: the word of the text at hand. R9: its shape, ahead by the words before.
TEXT ·extractTextsBMI2(SB), NOSPLIT, $0-56
	MOVQ dst+0(FP), DI
	MOVQ width+8(FP), DX
	MOVQ rows+16(FP), SI
	MOVQ count+24(FP), CX
	MOVQ ends+32(FP), R12
	MOVQ text+40(FP), R13
	MOVQ shapes+48(FP), R11

row:
	MOVL   (SI), AX
	MOVL   (R12)(AX*4), R8
	MOVL   4(R12)(AX*4), R9
	SUBL   R8, R9           // length
	ADDQ   R13, R8
	IMUL3Q $textShape__size, R9, R9
	ADDQ   R11, R9
	MOVQ   textShape_words(R9), R10
	XORL   AX, AX           // the number
	TESTQ  R10, R10
	JZ     store

word:
	MOVQ  (R8), BX
	PEXTQ textShape_vary(R9), BX, BX
	MOVQ  textShape_low(R9), R15
	SHLXQ R15, BX, BX
	ORQ   BX, AX
	ADDQ  $8, R8
	ADDQ  $8, R9
	DECQ  R10
	JNZ   word

store:
	MOVQ AX, (DI)
	ADDQ DX, DI
	ADDQ $4, SI
	DECQ CX
	JNZ  row
	RET

// func depositTextsBMI2(dst, numbers *byte, width int, lengths *byte, count int, shapes *textShape)
//
// DI: where the text goes. SI: its number. R12: lengths. CX: texts left, at least one.
// R8: the word of the text at hand. R9: its shape, ahead by the words before.
TEXT ·depositTextsBMI2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ numbers+8(FP), SI
	MOVQ width+16(FP), DX
	MOVQ lengths+24(FP), R12
	MOVQ count+32(FP), CX
	MOVQ shapes+40(FP), R11

row:
	MOVBLZX (R12), AX
	IMUL3Q  $textShape__size, AX, R9
	ADDQ    R11, R9
	MOVQ    textShape_words(R9), R10
	MOVQ    DI, R8
	ADDQ    AX, DI
	MOVQ    (SI), AX
	ADDQ    DX, SI
	TESTQ   R10, R10
	JZ      next

word:
	MOVQ  textShape_low(R9), R15
	SHRXQ R15, AX, BX
	PDEPQ textShape_vary(R9), BX, BX
	ORQ   textShape_same(R9), BX
	MOVQ  BX, (R8)
	ADDQ  $8, R8
	ADDQ  $8, R9
	DECQ  R10
	JNZ   word

next:
	INCQ R12
	DECQ CX
	JNZ  row
	RET
