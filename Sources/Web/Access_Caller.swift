import Base
public enum Caller: Sendable { case nobody; public var principal: Principal? { nil } }
