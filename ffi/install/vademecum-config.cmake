# find_package(vademecum) makes these targets, wherever the tree was put:
#   vademecum::vademecum  the shared library
#   vademecum::static     the static library, where the tree has one
get_filename_component(_vademecum_root "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET vademecum::vademecum)
  add_library(vademecum::vademecum SHARED IMPORTED)
  set_target_properties(vademecum::vademecum PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${_vademecum_root}/include")
  if(WIN32)
    # MinGW's linker takes one form of import library, Microsoft's and LLVM's the other.
    set(_vademecum_import "${_vademecum_root}/lib/vademecum.lib")
    if(MINGW)
      set(_vademecum_import "${_vademecum_root}/lib/libvademecum.dll.a")
    endif()
    set_target_properties(vademecum::vademecum PROPERTIES
      IMPORTED_LOCATION "${_vademecum_root}/bin/vademecum.dll"
      IMPORTED_IMPLIB "${_vademecum_import}")
    unset(_vademecum_import)
  else()
    set_target_properties(vademecum::vademecum PROPERTIES
      IMPORTED_LOCATION "${_vademecum_root}/lib/libvademecum.so.1"
      IMPORTED_SONAME "libvademecum.so.1")
  endif()
endif()

if(NOT TARGET vademecum::static AND EXISTS "${_vademecum_root}/lib/libvademecum.a")
  add_library(vademecum::static STATIC IMPORTED)
  set_target_properties(vademecum::static PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${_vademecum_root}/include"
    INTERFACE_LINK_LIBRARIES "gcc_s;pthread;m;dl"
    IMPORTED_LOCATION "${_vademecum_root}/lib/libvademecum.a")
endif()
unset(_vademecum_root)
