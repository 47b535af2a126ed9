# find_package(vademecum) gives vademecum::vademecum, the shared library, and, where it is there, vademecum::static.
get_filename_component(_vademecum "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET vademecum::vademecum)
  add_library(vademecum::vademecum SHARED IMPORTED)
  set_target_properties(vademecum::vademecum PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_vademecum}/include")
  if(WIN32)
    set_target_properties(vademecum::vademecum PROPERTIES IMPORTED_LOCATION "${_vademecum}/bin/vademecum.dll")
    if(MINGW)
      set_target_properties(vademecum::vademecum PROPERTIES IMPORTED_IMPLIB "${_vademecum}/lib/libvademecum.dll.a")
    else()
      set_target_properties(vademecum::vademecum PROPERTIES IMPORTED_IMPLIB "${_vademecum}/lib/vademecum.lib")
    endif()
  else()
    set_target_properties(vademecum::vademecum PROPERTIES
      IMPORTED_LOCATION "${_vademecum}/lib/libvademecum.so.1" IMPORTED_SONAME libvademecum.so.1)
  endif()
endif()

if(NOT TARGET vademecum::static AND EXISTS "${_vademecum}/lib/libvademecum.a")
  add_library(vademecum::static STATIC IMPORTED)
  set_target_properties(vademecum::static PROPERTIES
    IMPORTED_LOCATION "${_vademecum}/lib/libvademecum.a"
    INTERFACE_INCLUDE_DIRECTORIES "${_vademecum}/include"
    INTERFACE_LINK_LIBRARIES "pthread;dl;m;gcc_s")
endif()
unset(_vademecum)
