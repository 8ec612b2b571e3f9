using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace PinningTools.Tests.Shape.Floors;

/// <summary>The metadata that a method's instructions name.</summary>
internal static class MethodTokens
{
    private static readonly Dictionary<int, OperandType> s_operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);

    internal static IEnumerable<EntityHandle> Of(MethodBodyBlock body)
    {
        var found = new List<EntityHandle>();
        BlobReader code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            if (value == 0xFE) value = 0xFE00 | code.ReadByte();
            OperandType operand = s_operands[value];
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType
                or OperandType.InlineTok or OperandType.InlineSig)
            {
                found.Add((EntityHandle)MetadataTokens.Handle(code.ReadInt32()));
            }
            else
            {
                Skip(ref code, operand);
            }
        }

        return found;
    }

    private static void Skip(ref BlobReader code, OperandType operand)
    {
        int length = operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 * code.ReadInt32(),
            _ => 4,
        };
        code.Offset += length;
    }
}
