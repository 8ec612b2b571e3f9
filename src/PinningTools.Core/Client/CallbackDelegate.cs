using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Net.Security;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// Binds a certificate callback to a delegate type of a client's library, which this library does not know: LDAP's, or the
/// event of a message queue. The code is compiled, because a script block has no runspace on the client's threads.
/// </summary>
internal sealed class CallbackDelegate
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly MethodInfo s_validate = typeof(PinCallback).GetMethod(nameof(PinCallback.Validate), Own)!;
    private static readonly MethodInfo s_validateKey = typeof(PinCallback).GetMethod(nameof(PinCallback.ValidateKey), Own)!;
    private static readonly MethodInfo s_refuse = typeof(PinCallback).GetMethod(nameof(PinCallback.Refuse), Own)!;

    private readonly Type _type;
    private readonly ParameterExpression[] _parameters;
    private readonly Expression? _certificate;
    private readonly Expression? _chain;

    /// <exception cref="PinningException">The type is not one of a certificate callback.</exception>
    internal CallbackDelegate(Type type)
    {
        _type = type;
        MethodInfo? invoke = typeof(Delegate).IsAssignableFrom(type) ? type.GetMethod(nameof(Action.Invoke)) : null;
        if (invoke is null) throw Refused("it is not a delegate type.");
        if (invoke.ReturnType != typeof(bool)) throw Refused("it does not return a bool.");
        if (invoke.GetParameters().Any(one => one.ParameterType.IsByRef)) throw Refused("it has a parameter by reference.");
        _parameters = [.. invoke.GetParameters().Select(one => Expression.Parameter(one.ParameterType, one.Name))];
        _certificate = Find(typeof(X509Certificate)) ?? throw Refused("it has no parameter with a certificate.");
        _chain = Find(typeof(X509Chain));
    }

    /// <exception cref="PinningException">There is no chain, but one is needed.</exception>
    internal Delegate Bind(PinCallback callback, bool isKeyOnly)
    {
        if (_chain is null && !isKeyOnly)
            throw new PinningException(Faults.CallbackNeedsChain(callback.Target.ToString(), _type.Name));
        // A method itself, where its signature fits: then the delegate's Target is the callback.
        return Delegate.CreateDelegate(_type, callback, s_validate, throwOnBindFailure: false)
            ?? Delegate.CreateDelegate(_type, callback, s_validateKey, throwOnBindFailure: false)
            ?? Compile(callback);
    }

    private Delegate Compile(PinCallback callback)
    {
        ConstantExpression self = Expression.Constant(callback);
        Expression sender = _parameters.FirstOrDefault(one => !Is(one, typeof(X509Certificate)) && !Is(one, typeof(X509Chain))
            && !one.Type.IsValueType) is { } first ? Expression.Convert(first, typeof(object)) : Expression.Constant(null);
        Expression chain = _chain is null
            ? Expression.Constant(null, typeof(X509Chain))
            : Expression.Convert(_chain, typeof(X509Chain));
        ParameterExpression error = Expression.Parameter(typeof(Exception));
        Expression body = Expression.TryCatch(
            Expression.Call(
                self, s_validate, sender, Expression.Convert(_certificate!, typeof(X509Certificate)), chain,
                Expression.Constant(SslPolicyErrors.None)),
            Expression.Catch(error, Expression.Call(self, s_refuse, error)));
        return Expression.Lambda(_type, body, _parameters).Compile();
    }

    /// <summary>The one parameter of a type, or else the one property of that type that a parameter has.</summary>
    private Expression? Find(Type type)
    {
        Expression[] found = [.. _parameters.Where(one => Is(one, type))];
        if (found.Length == 0) found = [.. _parameters.SelectMany(one => PropertiesOf(one, type))];
        return found.Length > 1 ? throw Refused($"it has more than one {type.Name}.") : found.FirstOrDefault();
    }

    private static IEnumerable<Expression> PropertiesOf(ParameterExpression parameter, Type type) => parameter.Type
        .GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(one => type.IsAssignableFrom(one.PropertyType) && one.CanRead && one.GetIndexParameters().Length == 0)
        .Select(one => Expression.Property(parameter, one));

    private static bool Is(ParameterExpression parameter, Type type) => type.IsAssignableFrom(parameter.Type);

    private PinningException Refused(string why) => new(Faults.CallbackTypeInvalid(_type.ToString(), why));
}
